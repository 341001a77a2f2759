import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zerolm } from '../../src/proxies/zerolm.ts';
import type { SearchDocument } from '../../src/report/documents/search-document.ts';
import { enumerate } from '../../src/workflows/enumerate.ts';
import { search } from '../../src/workflows/search.ts';
import type { SearchRequest } from '../../src/workflows/search-request.ts';
import { valueOf, warningsOf } from './outcomes.ts';
import { SMALL_SPACE as SMALL } from './small-space.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zerolm-evolution-'));
});
afterAll(() => rm(folder, { recursive: true }));

const FLEXIBERT = 'fixtures/spaces/flexibert.json';

async function spaceFile(name: string, content: object): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify(content));
  return path;
}

async function evolution(request: SearchRequest): Promise<SearchDocument> {
  return valueOf(await search({ method: 'evolution', ...request })).document;
}

const heuristicOf = (document: SearchDocument) => {
  if (document.heuristic === undefined) throw new Error('the search was exact');
  return document.heuristic;
};

describe('a search by evolution', () => {
  it('finds the optimum of small spaces', async () => {
    const space = await spaceFile('small.json', SMALL);
    for (const proxy of ['zerolm', 'nsc']) {
      for (const constraint of [[], ['params <= 300k', 'depth >= 2']]) {
        const request = { space, constraint, proxy, top: 3 };
        const exact = valueOf(await search(request)).document;
        const document = await evolution({ ...request, evaluations: 300, population: 50 });
        expect(document.method).toBe('heuristic');
        expect(document.measured).toBe(300);
        expect(document.ranking[0]?.score).toBeCloseTo(exact.ranking[0]?.score ?? NaN, 9);
        const { exact: optimum, value } = heuristicOf(document);
        expect(optimum?.shortfall).toBe(0);
        expect(optimum?.value).toBeCloseTo(exact.ranking[0]?.score ?? NaN, 9);
        expect(value).toBe(document.ranking[0]?.score);
      }
    }
  });

  it('finds the front of a small space, and lists each point once', async () => {
    const space = await spaceFile('small.json', SMALL);
    const exact = valueOf(await search({ space, front: 'params' })).document;
    const document = await evolution({ space, front: 'params', evaluations: 800, population: 40 });
    const points = ({ ranking }: SearchDocument) =>
      ranking.map(({ score, cost }) => [score, cost?.value]);
    expect(points(document)).toEqual(points(exact));
    expect(heuristicOf(document).exact?.shortfall).toBe(0);
  });

  it('meets constraints that are no sums, and scores that follow from none', async () => {
    const document = await evolution({
      space: FLEXIBERT,
      constraint: ['memory <= 50M', 'params / depth <= 3M'],
      formula: 'attention * depth / log(params)',
      evaluations: 200,
      population: 20,
    });
    expect(document.settings.constraints).toEqual(['memory <= 50M', 'params / depth <= 3M']);
    expect(heuristicOf(document).exact).toBeUndefined();
    for (const { parameters, capacity, score } of document.ranking) {
      const depth = (score * Math.log(parameters.total)) / capacity.attention;
      expect([2, 4]).toContain(Math.round(depth));
      expect(parameters.total / Math.round(depth)).toBeLessThanOrEqual(3e6);
    }
  });

  it('holds candidates against costs that are no sums', async () => {
    const document = await evolution({
      space: FLEXIBERT,
      front: 'memory',
      batch: 8,
      evaluations: 200,
      population: 40,
    });
    expect(document.settings.cost).toMatchObject({ name: 'memory', batch: 8 });
    const costs = document.ranking.map(({ cost }) => cost?.value ?? NaN);
    expect(costs.length).toBeGreaterThan(3);
    expect(costs).toEqual(costs.toSorted((a, b) => b - a));
    const { reference, value, random } = heuristicOf(document);
    expect(reference?.cost).toBeGreaterThan(costs[0] ?? NaN);
    expect(random).toEqual({ evaluations: 200, value: expect.any(Number) as number });
    expect(value).toBeGreaterThan(random.value ?? NaN);
  });

  it('tells its progress in fifty steps at most, which never falls', async () => {
    const document = await evolution({ space: FLEXIBERT, evaluations: 230, population: 30 });
    const { progress, value, random } = heuristicOf(document);
    expect(progress).toHaveLength(50);
    expect(progress.at(-1)).toEqual({ evaluations: 230, value, random: random.value });
    for (const [index, { evaluations, ...own }] of progress.entries()) {
      const before = progress[index - 1];
      expect(evaluations).toBeGreaterThan(before?.evaluations ?? 0);
      expect(own.value).toBeGreaterThanOrEqual(before?.value ?? -Infinity);
      expect(own.random).toBeGreaterThanOrEqual(before?.random ?? -Infinity);
      // The first generation is the beginning of the random sample.
      if (evaluations <= 30) expect(own.value).toBe(own.random);
    }
  });

  it('names candidates by their number in the space', async () => {
    const { value, ranking } = await (async () => {
      const outcome = valueOf(
        await search({ space: FLEXIBERT, method: 'evolution', emit: 'specs', top: 2 }),
      );
      return { value: [...(outcome.specs ?? [])], ranking: outcome.document.ranking };
    })();
    expect(value).toHaveLength(2);
    for (const [index, line] of value.entries()) {
      const { id, zerolm: findings, ...spec } = JSON.parse(line) as Record<string, unknown>;
      expect(id).toBe(ranking[index]?.id);
      expect(findings).toHaveProperty('search');
      const from = BigInt(String(id).slice(1));
      const walk = valueOf(await enumerate({ space: FLEXIBERT, from, count: 1n }));
      for await (const [candidate] of walk.batches) expect(candidate?.spec).toEqual(spec);
    }
  });

  it('lists the layers of a score once, whatever their order', async () => {
    const document = await evolution({ space: FLEXIBERT, evaluations: 600, top: 20 });
    const keys = document.ranking.map(({ score, parameters }) => `${score} ${parameters.total}`);
    expect(new Set(keys).size).toBeGreaterThan(15);
  });

  it('stops when all candidates are seen, and says so', async () => {
    const space = await spaceFile('tiny.json', { ...SMALL, choices: { hidden_size: [64] } });
    const request = { space, constraint: ['depth <= 2'], evaluations: 300, population: 10 };
    const outcome = await search({ ...request, method: 'evolution' });
    expect(warningsOf(outcome)).toContain(
      '--evaluations: 72 of 300: ' + space + ' holds 72 candidates only that are valid',
    );
    const { document } = valueOf(outcome);
    expect(document.measured).toBe(72);
    expect(heuristicOf(document).ended).toContain('holds 72 candidates only');
    expect(heuristicOf(document).exact?.shortfall).toBe(0);
  });

  it('evaluates an architecture once, however it is chosen', async () => {
    // The dropout of training is no part of an architecture.
    const space = await spaceFile('twice.json', {
      base: { model_type: 'llama', vocab_size: 100, hidden_size: 32, num_attention_heads: 4 },
      choices: {
        num_hidden_layers: [1, 2],
        intermediate_size: [64, 96],
        attention_dropout: [0, 0.1],
      },
    });
    const outcome = await search({ space, method: 'evolution', evaluations: 8, population: 4 });
    expect(valueOf(outcome).document.measured).toBe(4);
    expect(warningsOf(outcome)).toContain('4 of 8');
  });

  it('looks for scores within limits', async () => {
    const document = await evolution({
      space: FLEXIBERT,
      atLeast: 2.5,
      atMost: 2.6,
      evaluations: 300,
      population: 20,
    });
    expect(document.ranking.length).toBeGreaterThan(3);
    for (const { score } of document.ranking) {
      expect(score).toBeGreaterThanOrEqual(2.5);
      expect(score).toBeLessThanOrEqual(2.6);
    }
  });

  it('reports how far it is, with the best so far', async () => {
    const notes: string[] = [];
    await search(
      { space: FLEXIBERT, method: 'evolution', evaluations: 200, population: 50 },
      {
        onProgress: ({ verb, noun, done, total, note }) => {
          if (noun !== 'candidates') return;
          expect([verb, total]).toEqual(['evaluated', 200]);
          notes.push(`${done} ${note ?? ''}`);
        },
      },
    );
    expect(notes.some((note) => /^50 best \d/.test(note))).toBe(true);
  });
});

describe('what a search by evolution depends on', () => {
  const sampled = {
    space: FLEXIBERT,
    mode: 'sampled',
    evaluations: 60,
    population: 20,
    top: 5,
    constraint: ['params <= 6M'],
  } as const;

  it('is no number of jobs', async () => {
    const one = await evolution({ ...sampled, jobs: 1 });
    expect(await evolution({ ...sampled, jobs: 2 })).toEqual(one);
    expect(heuristicOf(one).random.evaluations).toBe(20);
    expect(heuristicOf(await evolution({ ...sampled, seed: 1 }))).not.toEqual(heuristicOf(one));
  });

  it('is nothing that an earlier run has kept, but the time', async () => {
    const resume = join(folder, 'kept.ndjson');
    const whole = await evolution(sampled);
    const request = { ...sampled, resume };
    expect(await evolution({ ...request, evaluations: 30 })).not.toEqual(whole);
    const lines = (await readFile(resume, 'utf8')).trim().split('\n').length;
    expect(lines).toBe(1 + 30);
    expect(await evolution(request)).toEqual(whole);
    const kept = await readFile(resume, 'utf8');
    expect(kept.trim().split('\n')).toHaveLength(1 + 60);
    expect(kept).toContain(`"proxy":"${zerolm.name}"`);
    // Nothing is computed, so nothing is kept.
    expect(await evolution(request)).toEqual(whole);
    expect(await readFile(resume, 'utf8')).toBe(kept);
    // Another seed of the weights: none of the scores is taken.
    await evolution({ ...request, seed: 5 });
    expect((await readFile(resume, 'utf8')).trim().split('\n')).toHaveLength(1 + 120);
  });
});
