import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { convert, type ConvertRequest } from '../../src/workflows/convert.ts';
import { forEachBatch } from '../../src/workflows/for-each-batch.ts';
import { ROOT } from '../cli/run.ts';

const fixture = (name: string): string => join(ROOT, 'fixtures', name);

/** Every spec, and the summary; or the messages of the problems. */
async function converted(request: ConvertRequest) {
  const outcome = await convert(request);
  if (!outcome.ok) return { messages: outcome.problems.map(({ message }) => message) };
  const specs: object[] = [];
  const summary = await forEachBatch(outcome.value.batches, (batch) => specs.push(...batch));
  return { specs, summary };
}

describe('convert', () => {
  it('gives every candidate, or the one with an id', async () => {
    const input = fixture('bert-family');
    const all = await converted({ input, to: 'flexibert' });
    expect(all.summary?.count).toBe(all.specs?.length);
    const one = await converted({ input, to: 'flexibert', id: 'bert-mini' });
    expect(one.specs).toMatchObject([{ id: 'bert-mini', spec: { hidden_size: 256 } }]);
  });

  it('refuses all where one has no such form, with the reason', async () => {
    const { messages } = await converted({
      input: fixture('flexibert-candidates'),
      to: 'hugging-face',
    });
    expect(messages?.[0]).toMatch(
      /no hugging-face spec can describe this architecture: block \d+ has the operation [a-z-]+, which no family has/,
    );
    const other = await converted({ input: fixture('hw-gpt.ndjson'), to: 'flexibert' });
    expect(other.messages?.[0]).toContain('its family is decoder');
  });

  it('skips those where asked, and returns why: catches a silent loss', async () => {
    const { specs, summary } = await converted({
      input: fixture('hw-gpt.ndjson'),
      to: 'flexibert',
      skipInvalid: true,
    });
    expect(specs).toEqual([]);
    expect(summary?.count).toBe(0);
    expect(summary?.warnings[0]?.message).toMatch(/^skipped: no flexibert spec/);
  });
});
