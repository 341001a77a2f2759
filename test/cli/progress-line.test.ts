import { describe, expect, it } from 'vitest';
import { ProgressLine, progressText } from '../../src/cli/progress-line.ts';
import type { Progress } from '../../src/workflows/workflow.ts';

const CLEAR = '\r\u001b[K';

function progressOf(done: number, total: number | null, share: number | null): Progress {
  return { verb: 'scored', noun: 'candidates', done, total, share };
}

/** A line in a terminal of some columns, and a clock to be set. */
function lineOf(columns = 80) {
  const clock = { now: 0 };
  const written: string[] = [];
  const terminal = { isTTY: true, columns, write: (text: string) => written.push(text) };
  return { line: new ProgressLine(terminal, () => clock.now), clock, written };
}

describe('progressText', () => {
  it('has a verb, a count, a noun and the time that is left: catches a bar without numbers', () => {
    expect(progressText(progressOf(1204, 10_000, 0.1204), 5_500, 79)).toBe(
      'scored 1,204 of 10,000 candidates, about 40 s left',
    );
  });

  it.each([
    [progressOf(0, 10_000, 0), 60_000],
    [progressOf(190, 10_000, 0.019), 60_000],
    [progressOf(5000, 10_000, 0.5), 1999],
    [progressOf(10_000, 10_000, 1), 60_000],
    [progressOf(5000, null, null), 60_000],
  ])('estimates nothing before it means something: %j after %d ms', (progress, spent) => {
    expect(progressText(progress, spent, 79)).not.toContain('left');
  });

  it('says which part is done where the number is not known: catches a total made up', () => {
    expect(progressText(progressOf(1204, null, 0.12), 1000, 79)).toBe(
      'scored 1,204 candidates (12 %)',
    );
    expect(progressText(progressOf(1204, null, null), 1000, 79)).toBe('scored 1,204 candidates');
  });

  it.each([
    [1000, '1 s'],
    [89_000, '89 s'],
    [91_000, '2 min'],
    [4_800_000, '80 min'],
    [5_460_000, '1 h 31 min'],
  ])('tells %d ms in the largest unit that fits: %s', (left, words) => {
    // Half is done: as much time is left as was spent.
    const text = progressText(progressOf(1, 2, 0.5), Math.max(left, 2000), 79);
    if (left >= 2000) expect(text.endsWith(`about ${words} left`), text).toBe(true);
  });

  it('leaves out what does not fit, and cuts no word: catches a line that wraps', () => {
    const progress = {
      ...progressOf(1204, 10_000, 0.12),
      noun: 'candidates by params-no-embedding',
    };
    const texts = [100, 60, 50, 30, 5].map((width) => progressText(progress, 5000, width));
    expect(texts).toEqual([
      'scored 1,204 of 10,000 candidates by params-no-embedding, about 37 s left',
      'scored 1,204 of 10,000, about 37 s left',
      'scored 1,204 of 10,000, about 37 s left',
      'scored 1,204 of 10,000',
      '',
    ]);
  });
});

describe('new ProgressLine(terminal, now)', () => {
  it('shows nothing in the first second, then ten lines a second at most: catches a flicker', () => {
    const { line, clock, written } = lineOf();
    for (clock.now = 0; clock.now < 1000; clock.now += 10) line.show(progressOf(1, 9, 0.1));
    expect(written).toEqual([]);
    for (; clock.now < 2000; clock.now += 10) line.show(progressOf(2, 9, 0.2));
    expect(written).toHaveLength(10);
    expect(written[0]).toBe(`${CLEAR}scored 2 of 9 candidates`);
  });

  it('shows a report that came before the second was over: catches work that is silent', () => {
    const { line, clock, written } = lineOf();
    line.refresh();
    line.show(progressOf(0, 9, 0));
    clock.now = 1500;
    line.refresh();
    expect(written).toEqual([`${CLEAR}scored 0 of 9 candidates`]);
  });

  it('counts the time of a step from its start: catches an estimate of another step', () => {
    const { line, clock, written } = lineOf();
    line.show({ ...progressOf(9, 9, 1), verb: 'read' });
    clock.now = 100_000;
    line.show(progressOf(0, 10, 0));
    clock.now = 104_000;
    line.show(progressOf(5, 10, 0.5));
    expect(written.at(-1)).toBe(`${CLEAR}scored 5 of 10 candidates, about 4 s left`);
  });

  it('takes a terminal that tells no width for one of 80 columns: catches an empty line', () => {
    const { line, clock, written } = lineOf(0);
    clock.now = 1000;
    line.show(progressOf(2, 9, 0.2));
    expect(written).toEqual([`${CLEAR}scored 2 of 9 candidates`]);
  });

  it('makes room and comes back: catches a result behind a line', () => {
    const { line, clock, written } = lineOf();
    line.hide();
    clock.now = 2000;
    line.show(progressOf(1, 9, 0.1));
    line.hide();
    line.hide();
    expect(written.slice(1)).toEqual([CLEAR]);
    clock.now = 3000;
    line.show(progressOf(1, 9, 0.1));
    expect(written).toHaveLength(3);
  });
});
