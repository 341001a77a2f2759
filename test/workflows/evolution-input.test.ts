import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { search } from '../../src/workflows/search.ts';
import type { SearchRequest } from '../../src/workflows/search-request.ts';
import { problemsOf, warningsOf } from './outcomes.ts';
import { SMALL_SPACE } from './small-space.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zerolm-evolution-input-'));
});
afterAll(() => rm(folder, { recursive: true }));

const FLEXIBERT = 'fixtures/spaces/flexibert.json';

describe('a search by evolution refuses', () => {
  it.each<[string, Omit<SearchRequest, 'space'>, string]>([
    [
      'fewer evaluations than the population',
      { evaluations: 50 },
      '--evaluations 50: fewer than the population of 100; raise it, or lower --population',
    ],
    ['a population of one', { population: 1 }, '--population 1: expected 2 or more'],
    [
      'a comparison with more than it evaluates',
      { random: 2000 },
      '--random 2000: more than the 1000 of --evaluations',
    ],
    [
      'combined ranks',
      { proxy: 'zerolm,nsc' },
      '--proxy zerolm,nsc: a search takes one proxy: combined ranks are among all candidates',
    ],
    ['a front and a number', { front: 'params', top: 3 }, '--front and --top contradict'],
    [
      'limits that exclude each other',
      { atLeast: 5, atMost: 3 },
      '--at-least 5 is above --at-most 3: no score is within both; exchange them',
    ],
    [
      'scores that no candidate has',
      { atLeast: 99, evaluations: 100 },
      'none of the 100 candidates with a score is within --at-least and --at-most: they score from',
    ],
    [
      'constraints that no draw meets',
      { constraint: ['params * flops <= 1'] },
      'no candidate fulfils',
    ],
    [
      'candidates that have no score',
      { formula: 'log(attention - 1e6)', population: 10 },
      'no score for any of the first 10 candidates; of "e',
    ],
    [
      'a file to resume from that is none',
      { resume: 'package.json' },
      '--resume: package.json:1: no file that --resume has written',
    ],
  ])('%s', async (_, request, message) => {
    const outcome = await search({ space: FLEXIBERT, method: 'evolution', ...request });
    expect(problemsOf(outcome)).toContain(message);
  });

  it('constraints that no candidate meets, although no proof says so', async () => {
    const space = join(folder, 'small.json');
    await writeFile(space, JSON.stringify(SMALL_SPACE));
    // Numbers of parameters are whole.
    const constraint = ['abs(params - 420000.5) < 0.4'];
    const outcome = await search({ space, constraint, method: 'evolution' });
    expect(problemsOf(outcome)).toContain('holds no candidate that is valid and fulfils');
    expect(problemsOf(outcome)).toContain('that fail "abs(params - 420000.5) < 0.4"');
  });

  it('warns of settings that the method ignores', async () => {
    const exact = await search({ space: FLEXIBERT, evaluations: 10, resume: 'none', top: 1 });
    expect(warningsOf(exact)).toContain('--evaluations: ignored: it is of --method evolution');
    expect(warningsOf(exact)).toContain('--resume: ignored: it is of --method evolution');
    const front = await search({
      space: FLEXIBERT,
      method: 'evolution',
      front: 'params',
      sampleSize: 3,
    });
    expect(warningsOf(front)).toContain('--sample-size: ignored: NSGA-II');
  });
});
