import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectEnded, interrupted, randomNumbers } from './interrupted.ts';
import { ratedRecords } from './rated-records.ts';
import { zerolm } from './run.ts';

let folder = '';
let input = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-interrupted-'));
  input = join(folder, 'rated.json');
  writeFileSync(input, JSON.stringify(ratedRecords(4)));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const linesOf = (file: string): string[] =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(1, -1) : [];

describe('a signal while networks are run on threads', () => {
  // Threads are inside of the runtime nearly all of the time.
  const args = (jobs: string): string[] => [
    ...['evaluate', input, '--proxy', 'snip,naswot', '--batch', '4', '--sequence-length', '128'],
    ...['--seeds', '2', '--mode', 'sampled', '--resamples', '100', '--format', 'json'],
    ...['--jobs', jobs],
  ];
  const LINES = 4 * 2 * 2;
  /** Without the times, which nobody repeats. */
  const scoresOf = (text: string): unknown =>
    JSON.parse(text, (key, value: unknown) => (key === 'milliseconds' ? 0 : value));

  it('ends them in order, keeps what was finished, and loses none of it: catches an abort, a score that is lost', async () => {
    const out = join(folder, 'scores.ndjson');
    const random = randomNumbers(7);
    let kept: string[] = [];
    let interruptions = 0;
    for (let run = 0; kept.length < LINES; run++) {
      const signal = run % 3 === 0 ? 'SIGTERM' : 'SIGINT';
      // From the loading of the runtime on, after a few more scores, and at any time between two.
      const before = kept.length + 2 * Math.floor(3 * random());
      const pause = 100 * random();
      // The second one ends the process at once, whatever its threads are at.
      const again = run % 2 === 0 ? 50 * random() : undefined;
      const ended = await interrupted(
        [...args(run % 3 === 2 ? '1' : '2'), '--resume', out],
        signal,
        async () => {
          while (linesOf(out).length <= before) await setTimeout(5);
          await setTimeout(pause);
        },
        again,
      );
      expectEnded(ended, signal, `run ${run}`);
      const now = linesOf(out);
      expect(now.slice(0, kept.length)).toEqual(kept);
      expect(now.length).toBeGreaterThan(kept.length);
      kept = now;
      if (ended.status !== 0) {
        expect(ended.stdout).toBe('');
        interruptions += 1;
      }
    }
    expect(interruptions).toBeGreaterThan(1);
    // None was computed twice.
    expect(new Set(kept).size).toBe(LINES);
    const resumed = zerolm([...args('2'), '--resume', out]).stdout;
    expect(linesOf(out)).toEqual(kept);
    expect(scoresOf(resumed)).toEqual(scoresOf(zerolm(args('2')).stdout));
  });

  it('comes through while the runtime times a model: catches a pass that nothing interrupts', async () => {
    const model = 'fixtures/bert-family/bert-medium.json';
    for (const [signal, pause] of [
      ['SIGINT', 1200],
      ['SIGTERM', 2100],
    ] as const) {
      const ended = await interrupted(
        ['latency', model, '--sequence-length', '512', '--batch', '4', '--repeats', '1000'],
        signal,
        () => setTimeout(pause),
        0,
      );
      expectEnded(ended, signal, 'latency');
      expect(ended.status).not.toBe(0);
      expect(ended.stdout).toBe('');
    }
  });
});

describe('a signal while one matrix takes long', () => {
  it.each([['1'], ['2']])(
    'ends the run with --jobs %s, and what was measured is kept: catches a thread that hears nothing',
    async (jobs) => {
      const kept = join(folder, `kept-${jobs}`);
      const ended = await interrupted(
        [
          ...['score', 'fixtures/bert-family/bert-mini.json', '--mode', 'sampled', '--jobs', jobs],
          ...['--capacity', 'nuclear-norm', '--seeds', '200', '--cache-dir', kept],
        ],
        'SIGINT',
        async () => {
          while (!existsSync(kept)) await setTimeout(5);
        },
      );
      expectEnded(ended, 'SIGINT', 'score');
      expect([ended.status, ended.stdout]).toEqual([130, '']);
      const names = readdirSync(kept, { recursive: true, encoding: 'utf8' });
      expect(names.filter((name) => name.endsWith('.json')).length).toBeGreaterThan(0);
    },
  );
});

describe('a signal while a file is written', () => {
  it.each([
    ['one', undefined],
    ['two, the second of which ends the process at once', 0],
  ])('leaves nothing of it, at %s: catches a draft that stays', async (_, again) => {
    const place = mkdtempSync(join(folder, 'written-'));
    const ended = await interrupted(
      ['init', 'fixtures/bert-family/bert-large.json', '--out', join(place, 'm.safetensors')],
      'SIGINT',
      async () => {
        while (readdirSync(place).length === 0) await setTimeout(5);
      },
      again,
    );
    expectEnded(ended, 'SIGINT', 'init');
    expect([ended.status, ended.stdout, readdirSync(place)]).toEqual([130, '', []]);
  });
});
