import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rankDocument, type RankDocument } from '../../src/report/documents/rank-document.ts';
import { rankReport } from '../../src/report/rank-report.ts';
import { render } from '../../src/report/render.ts';
import { loadRuntime } from '../../src/runtime/load-runtime.ts';
import { rank, type RankRequest } from '../../src/workflows/rank.ts';
import type { Progress } from '../../src/workflows/workflow.ts';
import { problemsOf, valueOf, warningsOf } from './outcomes.ts';
import { z } from 'zod';

const inputs = ['fixtures/flexibert-candidates'];
const { ok: hasRuntime } = await loadRuntime();

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-limits-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const ranked = async (request: Partial<RankRequest> = {}): Promise<RankDocument> =>
  z.strictObject(rankDocument.shape).parse(valueOf(await rank({ inputs, ...request })).document);
const tableOf = (document: RankDocument): Promise<string> =>
  render(rankReport(document), 'table', false);
const idsOf = ({ ranking }: RankDocument): string[] => ranking.map(({ id }) => id);

describe('constraints of a ranking', () => {
  it('rank what fulfils them, with ranks of their own: catches one that is only hidden', async () => {
    const all = await ranked();
    const small = all.ranking.filter(({ parameters }) => parameters.total <= 6e6);
    const document = await ranked({ constraint: ['params <= 6M', 'depth >= 1'] });
    expect(idsOf(document)).toEqual(small.map(({ id }) => id));
    expect(document.ranking[0]?.rank).toBe(1);
    expect(document.candidates).toBe(small.length);
    const left = all.candidates - small.length;
    expect(document.leftOut).toEqual([{ condition: 'params <= 6M', candidates: left }]);
    expect(document.settings.constraints).toEqual(['params <= 6M', 'depth >= 1']);
    expect(await tableOf(document)).toContain(
      `candidates: ${small.length}; left out ${left} that fail "params <= 6M"`,
    );
  });

  it('leave the truth of what they leave out alone: catches ids that are no candidate', async () => {
    const request = { inputs: ['fixtures/bert-family'], truth: 'fixtures/bert-family-mnli.csv' };
    const outcome = await rank({ ...request, constraint: ['params <= 50M'] });
    expect(warningsOf(outcome)).not.toContain('no candidate');
    expect(valueOf(outcome).document.evaluation).toMatchObject({ n: 4, missingTruth: [] });
  });

  it('are refused where they are wrong or leave nothing: catches an empty ranking', async () => {
    expect(problemsOf(await rank({ inputs, constraint: ['params'] }))).toMatch(/^--constraint: /);
    expect(problemsOf(await rank({ inputs, constraint: ['params <= 1'] }))).toBe(
      'no candidate is left: left out 24 that fail "params <= 1"; loosen the constraints',
    );
    expect(problemsOf(await rank({ inputs, constraint: ['1 / (depth - 2) > 0'] }))).toMatch(
      /the constraint .* not both finite numbers/,
    );
  });

  it('hold for a stream, which does not end at what they leave out: catches a half ranking', async () => {
    const spec = (id: string, width: number): string =>
      JSON.stringify({
        ...{ id, hidden_size: 128 },
        nas_config: {
          encoder_layers: [
            {
              ...{ operation_type: 'SA', operation_parameter: 'SDP', num_operation_heads: 2 },
              ...{ feed_forward_dimension: width, num_feed_forward: 1 },
            },
          ],
        },
      });
    const lines = Array.from({ length: 600 }, (_, index) => spec(`c${index}`, 64 + (index % 3)));
    const stream = file('stream.ndjson', lines.join('\n'));
    const document = await ranked({ inputs: [stream], constraint: ['feed_forward_width > 65'] });
    expect(document.candidates).toBe(200);
    expect(document.ties).toEqual({ tied: 200, distinct: 1 });
  });
});

describe('the highest cost of a ranking', () => {
  it.each(['flops', 'params', 'memory'] as const)(
    '%s keeps what costs as much: catches a wrong side',
    async (cost) => {
      const all = await ranked({ cost });
      const costs = all.ranking.map((entry) => entry.cost!.value).toSorted((a, b) => a - b);
      const maxCost = costs[9]!;
      const document = await ranked({ cost, maxCost });
      expect(idsOf(document)).toEqual(
        idsOf(all).filter((id) => all.ranking.find((one) => one.id === id)!.cost!.value <= maxCost),
      );
      expect(document.settings.cost?.max).toBe(maxCost);
      expect(document.leftOut?.[0]?.candidates).toBe(24 - document.candidates);
    },
  );

  it('needs a cost, and leaves something: catches a limit of nothing', async () => {
    expect(problemsOf(await rank({ inputs, maxCost: 5 }))).toBe(
      '--max-cost: no cost was asked for; add --cost',
    );
    expect(problemsOf(await rank({ inputs, cost: 'params', maxCost: 5 }))).toMatch(
      /^no candidate is left: left out 24 that fail "cost <= 5"; raise --max-cost$/,
    );
    expect(warningsOf(await rank({ inputs, cost: 'params', measure: 5 }))).toBe(
      '--measure: ignored: params does not depend on it',
    );
  });
});

describe.skipIf(!hasRuntime)('latency of the best by score', () => {
  const quick = { cost: 'latency', repeats: 2, warmUp: 0, sequenceLength: 8 } as const;

  it('is measured of these alone, and all are ranked: catches a measurement of everything', async () => {
    const all = await ranked();
    const document = await ranked({ ...quick, measure: 3 });
    expect(idsOf(document)).toEqual(idsOf(all));
    const measured = document.ranking.filter(({ cost }) => cost !== undefined);
    expect(measured.map(({ id }) => id)).toEqual(idsOf(all).slice(0, 3));
    expect(document.front).toMatchObject({ of: 3 });
    for (const entry of document.ranking) {
      expect(entry.front === undefined).toBe(entry.cost === undefined);
    }
    const table = await tableOf(document);
    expect(table).toContain('measured: the best 3 of 24 by score');
    const cheapest = await ranked({ ...quick, measure: 3, sort: 'cost', top: 2 });
    expect(cheapest.ranking).toHaveLength(2);
    const [one, other] = cheapest.ranking.map((entry) => entry.cost!.value);
    expect(one).toBeLessThanOrEqual(other!);
  });

  it('with a limit ranks what was measured under it: catches an unknown cost in a budget', async () => {
    const document = await ranked({ ...quick, measure: 4, maxCost: 1e9 });
    expect(document.candidates).toBe(4);
    expect(document.leftOut).toEqual([{ condition: 'cost is measured', candidates: 20 }]);
    expect(problemsOf(await rank({ inputs, ...quick, measure: 2, maxCost: 1e-9 }))).toMatch(
      /left out 2 that fail "cost <= 1e-9", 22 that fail "cost is measured"; raise --max-cost/,
    );
  });

  it('is drawn of what has one: catches parameters among milliseconds', async () => {
    const { page } = valueOf(await rank({ inputs, ...quick, measure: 3, page: true }));
    const figure = page?.figures.find(({ kind }) => kind === 'cost');
    expect(figure !== undefined && 'items' in figure && figure.items.length).toBe(3);
  });

  it('counts its progress from the planning on: catches a bar that waits for the first pass', async () => {
    const seen: [number, number][] = [];
    const onProgress = ({ verb, done, total }: Progress): void => {
      if (verb === 'took' && total !== null) seen.push([done, total]);
    };
    valueOf(await rank({ inputs, ...quick, measure: 2 }, { onProgress }));
    // Two models, each planned, opened, and run three times: one untimed, two timed. The thread tells
    // only some of the steps.
    expect(seen.every(([, total]) => total === 10)).toBe(true);
    expect(seen[0]![0]).toBeLessThanOrEqual(2);
    expect(seen.at(-1)).toEqual([10, 10]);
    const steps = seen.map(([done]) => done);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });
});

describe('ties of a ranking', () => {
  it('are said where more than half of the candidates share a score: catches classes for a ranking', async () => {
    const formula = { formula: 'min(depth, 2)' };
    const document = await ranked(formula);
    const scores = document.ranking.map(({ score }) => score);
    expect(document.ties).toEqual({ tied: 24, distinct: new Set(scores).size });
    expect(await tableOf(document)).toContain(
      `ties: 24 of 24 share their score with another; ${counted(new Set(scores).size)}`,
    );
    expect((await ranked({ ...formula, top: 1 })).ties).toEqual(document.ties);
    expect((await ranked()).ties).toBeUndefined();
  });
});

const counted = (count: number): string => `${count} different score${count === 1 ? '' : 's'}`;

describe('the initializer range', () => {
  const llama = (id: string, initializerRange: number): string =>
    JSON.stringify({
      ...{ id, model_type: 'llama', hidden_size: 64, intermediate_size: 128, vocab_size: 100 },
      ...{ num_hidden_layers: 2, num_attention_heads: 4, num_key_value_heads: 4 },
      initializer_range: initializerRange,
    });
  const mixed = (): string =>
    file('mixed.ndjson', [llama('a', 0.02), llama('b', 0.041), llama('c', 0.01)].join('\n'));

  it('is one for all by default, and said: catches scores that rank the range', async () => {
    const document = await ranked({ inputs: [mixed()] });
    const scores = document.ranking.map(({ score }) => score);
    expect(new Set(scores).size).toBe(1);
    expect(document.settings).toMatchObject({
      initializerRange: 0.02,
      declaredRanges: { least: 0.01, most: 0.041, others: 2 },
    });
    expect(await tableOf(document)).toContain(
      'initializer range: 0.02 for all; 0.01 to 0.041 are declared, by 2 another',
    );
    const other = await ranked({ inputs: [mixed()], initializerRange: 0.04 });
    expect(other.ranking[0]?.score).toBeCloseTo(4 * scores[0]!, 12);
  });

  it('is the declared one where asked: catches an option without effect', async () => {
    const document = await ranked({ inputs: [mixed()], initializerRange: 'declared' });
    expect(idsOf(document)).toEqual(['b', 'a', 'c']);
    expect(await tableOf(document)).toContain(
      'initializer range: of each candidate its own, 0.01 to 0.041',
    );
  });

  it('says nothing where all declare it, or none is drawn by it: catches noise', async () => {
    const same = file('same.ndjson', [llama('a', 0.02), llama('b', 0.02)].join('\n'));
    for (const initializerRange of [undefined, 'declared'] as const) {
      const request = initializerRange === undefined ? {} : { initializerRange };
      const document = await ranked({ inputs: [same], ...request });
      expect(document.settings.declaredRanges).toBeUndefined();
      expect(await tableOf(document)).not.toContain('initializer range');
    }
    const xavier = await ranked({ inputs: [mixed()], initialization: 'xavier-normal' });
    expect(await tableOf(xavier)).not.toContain('initializer range');
  });
});
