import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatTable } from '../../src/latency/table-file.ts';
import { searchDocument } from '../../src/report/documents/search-document.ts';
import { readSearchSpace } from '../../src/search-space/read-search-space.ts';
import { uniformModels } from '../../src/search-space/uniform-models.ts';
import { enumerate } from '../../src/workflows/enumerate.ts';
import { rank, type RankRequest } from '../../src/workflows/rank.ts';
import { sample } from '../../src/workflows/sample.ts';
import { search } from '../../src/workflows/search.ts';
import { fakeTable } from '../latency/fake-times.ts';
import { problemsOf, valueOf, warningsOf } from './outcomes.ts';

const SPACE = {
  base: { vocab_size: 1000 },
  choices: { hidden_size: [64, 128] },
  layers: {
    number: [2, 3],
    list: 'nas_config.encoder_layers',
    choices: { num_operation_heads: [2, 4], feed_forward_dimension: [100, 256] },
    together: [
      [
        { operation_type: 'SA', operation_parameter: 'SDP', num_feed_forward: 1 },
        { operation_type: 'LT', operation_parameter: 'DFT', num_feed_forward: 1 },
      ],
    ],
  },
};

let folder: string;
let space: string;
let table: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zerolm-predicted-'));
  space = join(folder, 'space.json');
  table = join(folder, 'table.json');
  await writeFile(space, JSON.stringify(SPACE));
  const read = await readSearchSpace(space);
  if (!read.ok) throw new Error('the space is refused');
  const models = [...(await uniformModels(read.value))].map(({ architecture }) => architecture);
  await writeFile(table, formatTable(await fakeTable(models)));
});
afterAll(() => rm(folder, { recursive: true }));

/** Candidates of the space as a file of specs, one a line. */
async function all(constraint: readonly string[] = []): Promise<string> {
  const walk = valueOf(await enumerate({ space, constraint, latencyTable: table }));
  const lines: string[] = [];
  for await (const batch of walk.batches) for (const { line } of batch) lines.push(line);
  const file = join(folder, `all-${lines.length}.ndjson`);
  await writeFile(file, lines.join('\n'));
  return file;
}

/** Every candidate of the space with its score and its predicted milliseconds. */
async function rankAll(request: Omit<RankRequest, 'inputs'> = {}): Promise<Entry[]> {
  const { document } = valueOf(
    await rank({ inputs: [await all()], cost: 'latency', latencyTable: table, ...request }),
  );
  return document.ranking.map(({ id, score, cost }) => ({ id, score, cost: cost?.value ?? NaN }));
}

interface Entry {
  readonly id: string;
  readonly score: number;
  readonly cost: number;
}

const scoreAndCost = ({ score, cost }: Entry): string =>
  `${score.toPrecision(9)} ${cost.toFixed(6)}`;

describe('search within predicted latencies', () => {
  it.each(['latency_ms <= 1.9', 'latency_ms < 1.9', '2 * latency_ms + params / 1M <= 4'])(
    'finds what a list of all candidates has within %s: catches a sum that is rounded to too much',
    async (constraint) => {
      const request = { latencyTable: table, constraint: [constraint] };
      const right = await rankAll({ constraint: [constraint] });
      const { document } = valueOf(await search({ space, top: 4, check: 0, ...request }));
      expect(document.ranking.length).toBe(4);
      expect(document.check).toBeUndefined();
      const scores = new Set(right.map(({ score }) => score.toPrecision(9)));
      const found = document.ranking.map(({ score }) => score.toPrecision(9));
      expect(found[0]).toBe([...scores][0]);
      expect([...new Set(found)]).toEqual([...scores].slice(0, new Set(found).size));
      const costs = new Map(right.map(({ id, cost }) => [id, cost]));
      for (const { id, latency } of document.ranking) expect(latency).toBe(costs.get(id));
      expect(searchDocument.safeParse(document).error).toBeUndefined();
    },
  );

  it('finds the front of all candidates: catches a front of rounded costs', async () => {
    const right = await rankAll();
    const front = right.filter((one) =>
      right.every(
        (other) =>
          other.score < one.score ||
          other.cost > one.cost ||
          (other.score === one.score && other.cost === one.cost),
      ),
    );
    const { document } = valueOf(
      await search({ space, front: 'latency', latencyTable: table, check: 0 }),
    );
    const found = document.ranking.map(({ id, score, cost }) =>
      scoreAndCost({ id, score, cost: cost?.value ?? NaN }),
    );
    expect(found).toEqual([...new Set(front.map(scoreAndCost))]);
    expect(document.settings.cost).toMatchObject({
      ...{ name: 'latency', unit: 'ms', batch: 1, sequenceLength: 128 },
      table: { file: table, threads: 1, machine: { processor: 'none' } },
    });
  });

  it('measures the exact front in the unit of the front that an evolution finds: catches nanoseconds', async () => {
    const size = (await rankAll()).length;
    const { document } = valueOf(
      await search({
        ...{ space, front: 'latency', latencyTable: table, check: 0 },
        ...{ method: 'evolution', evaluations: size, population: 20, random: 20 },
      }),
    );
    const { value, exact } = document.heuristic ?? {};
    expect(value).toBeGreaterThan(0);
    expect(exact?.value).toBeCloseTo(value ?? NaN, 6);
  });

  it('draws and lists what keeps to a latency: catches a constraint that is not held', async () => {
    const limit = 'latency_ms <= 1.9';
    const most = valueOf(
      await rank({ inputs: [await all([limit])], cost: 'latency', latencyTable: table }),
    );
    const costs = new Map(most.document.ranking.map(({ id, cost }) => [id, cost?.value ?? NaN]));
    expect(costs.size).toBeGreaterThan(10);
    for (const cost of costs.values()) expect(cost).toBeLessThanOrEqual(1.9);
    expect((await rankAll()).filter(({ cost }) => cost <= 1.9)).toHaveLength(costs.size);
    const drawn = valueOf(await sample({ space, n: 5, constraint: [limit], latencyTable: table }));
    const lines: string[] = [];
    for await (const batch of drawn.batches) for (const { line } of batch) lines.push(line);
    const input = join(folder, 'drawn.ndjson');
    await writeFile(input, lines.join('\n'));
    const kept = valueOf(await rank({ inputs: [input], constraint: [limit], latencyTable: table }));
    expect(kept.document).toMatchObject({ candidates: 5 });
    expect(kept.document.leftOut).toBeUndefined();
  });
});

describe('a latency table', () => {
  const limit = { constraint: ['latency_ms <= 2'] };
  /** Of the search with a table that is changed. */
  async function changed(change: (table: Record<string, unknown>) => object): Promise<string> {
    const known = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(await readFile(table, 'utf8')));
    const file = join(folder, 'changed.json');
    await writeFile(file, JSON.stringify(change(known)));
    return file;
  }

  it('of which a time is missing is refused, with the part and what adds it', async () => {
    const file = await changed(({ parts, ...rest }) => ({
      ...rest,
      parts: z.array(z.unknown()).parse(parts).slice(2),
    }));
    const message = `${file}: it has no time of block of 64, self-attention with 2 heads, feed-forward 100, 128 tokens and 1 other part of ${space}: add them with zerolm latency ${space} --table ${file}`;
    expect(problemsOf(await search({ space, latencyTable: file, ...limit }))).toBe(message);
    expect(problemsOf(await search({ space, latencyTable: file, front: 'latency' }))).toBe(message);
    const input = await all();
    expect(
      problemsOf(await rank({ inputs: [input], cost: 'latency', latencyTable: file })),
    ).toMatch(`add it with zerolm latency ${input} --table ${file}`);
  });

  it('of another pass is refused with the difference; by default a pass is that of the table', async () => {
    const request = { space, latencyTable: table, ...limit, check: 0 };
    expect(problemsOf(await search({ ...request, batch: 2, sequenceLength: 64 }))).toBe(
      `${table}: measured over 1 x 128 tokens with 1 thread, not with --batch 2 --sequence-length 64: leave that out, or measure another table`,
    );
    valueOf(await search({ ...request, batch: 1, sequenceLength: 128 }));
  });

  it('of another machine is taken with a warning, and not checked on this one', async () => {
    const outcome = await search({ space, latencyTable: table, ...limit });
    expect(warningsOf(outcome)).toMatch(
      /: measured on another machine: processor none, not .*; platform none, not/,
    );
    expect(valueOf(outcome).document.check).toBeUndefined();
  });

  it('that nothing looks at is named: catches an option without an effect', async () => {
    expect(warningsOf(await search({ space, latencyTable: table, top: 1 }))).toContain(
      '--latency-table: ignored: neither a cost nor a constraint is about latency',
    );
    const ranked = await rank({ inputs: [await all()], latencyTable: table, top: 1 });
    expect(warningsOf(ranked)).toContain('--latency-table: ignored: ');
  });

  it('is asked for where there is none: catches a latency of nothing', async () => {
    expect(problemsOf(await search({ space, ...limit }))).toMatch(
      /^--constraint: "latency_ms <= 2": latency_ms needs measured times: add --latency-table/,
    );
    expect(problemsOf(await search({ space, front: 'latency' }))).toMatch(
      /^--front latency: exact search needs measured times of all parts: add --latency-table/,
    );
  });
});

describe('a constraint of memory', () => {
  it('counts what the cost counts, with its options: catches one of other numbers', async () => {
    const inputs = [await all()];
    const pass = { batch: 4, sequenceLength: 32, dtype: 'bf16' } as const;
    const counted = valueOf(await rank({ inputs, cost: 'memory', ...pass })).document.ranking;
    const costs = counted.map(({ cost }) => cost?.value ?? NaN).sort((a, b) => a - b);
    const middle = costs[Math.floor(costs.length / 2)] ?? NaN;
    const constraint = [`memory <= ${middle}`];
    const kept = await rank({ inputs, constraint, ...pass });
    expect(valueOf(kept).document.candidates).toBe(costs.filter((own) => own <= middle).length);
    expect(warningsOf(kept)).toBe('');
  });

  it('is refused by an exact search, by its name', async () => {
    const refused = problemsOf(await search({ space, constraint: ['memory <= 1G'] }));
    expect(refused).toContain('"memory <= 1G" compares no sum over layers: memory');
  });
});
