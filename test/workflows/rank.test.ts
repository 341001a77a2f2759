import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { rankDocument, type RankDocument } from '../../src/report/documents/rank-document.ts';
import { rank, type RankRequest } from '../../src/workflows/rank.ts';
import { problemsOf, valueOf, warningsOf } from './outcomes.ts';

const CANDIDATES = 'fixtures/flexibert-candidates';
const RATED = { inputs: ['fixtures/bert-family'], truth: 'fixtures/bert-family-mnli.csv' };
const FILES = readdirSync(CANDIDATES).map((name) => `${CANDIDATES}/${name}`);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-rank-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a file of the test's folder and gives its path. */
function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const ranked = async (request: RankRequest): Promise<RankDocument> =>
  z.strictObject(rankDocument.shape).parse(valueOf(await rank(request)).document);

/** A spec of one block. */
const spec = (id: string, width: number, quality?: number): string =>
  JSON.stringify({
    id,
    hidden_size: 128,
    nas_config: {
      encoder_layers: [
        {
          operation_type: 'SA',
          operation_parameter: 'SDP',
          num_operation_heads: 2,
          feed_forward_dimension: width,
          num_feed_forward: 1,
        },
      ],
    },
    ...(quality !== undefined && { scores: { glue: quality } }),
  });

describe('rank(request)', () => {
  it('ranks the BERT family as its accuracies do: catches a score of the wrong direction', async () => {
    const { ranking, evaluation } = await ranked(RATED);
    expect(ranking.map(({ id }) => id)).toEqual(
      ['large', 'base', 'medium', 'small', 'mini', 'tiny'].map((name) => `bert-${name}`),
    );
    expect(evaluation).toMatchObject({
      n: 6,
      direction: 'higher-is-better',
      spearman: { value: 1, p: 2 / 720 },
      kendallTauB: { value: 1, p: 2 / 720 },
      tiedScores: 0,
      missingTruth: [],
    });
  });

  it('turns the sign where lower is better: catches a direction that is ignored', async () => {
    const { evaluation } = await ranked({ ...RATED, lowerIsBetter: true });
    expect(evaluation).toMatchObject({ direction: 'lower-is-better', spearman: { value: -1 } });
  });

  it('gives the same whatever the order of the files: catches order in a score', async () => {
    const settings = { mode: 'sampled', seed: 3 } as const;
    const once = await ranked({ inputs: FILES, ...settings });
    expect(await ranked({ inputs: FILES.toReversed(), ...settings })).toEqual(once);
  });

  it('gives the same scores to the last bit in one call or several: catches a shared stream', async () => {
    const scores = async (inputs: readonly string[]): Promise<[string, number][]> =>
      (await ranked({ inputs, mode: 'sampled', seed: 3 })).ranking.map(({ id, score }) => [
        id,
        score,
      ]);
    const parts = [FILES.slice(0, 5), FILES.slice(5, 6), FILES.slice(6)];
    const inSeveral = (await Promise.all(parts.map(scores))).flat().sort();
    expect(inSeveral).toEqual((await scores(FILES)).sort());
  });

  it('lets ties share a rank, in the order of their ids: catches an order of input', async () => {
    const lines = [spec('c10', 512), spec('c9', 512), spec('big', 1024), spec('small', 256)];
    const inputs = [file('ties.ndjson', lines.join('\n'))];
    const idsOf = async (request: Partial<RankRequest>): Promise<string[]> =>
      (await ranked({ inputs, ...request })).ranking.map(({ id }) => id);
    expect((await ranked({ inputs })).ranking.map(({ rank: place, id }) => [place, id])).toEqual([
      [1, 'big'],
      [2, 'c9'],
      [2, 'c10'],
      [4, 'small'],
    ]);
    expect(await idsOf({ top: 2, sort: 'id' })).toEqual(['big', 'c9']);
    expect(await idsOf({ sort: 'parameters' })).toEqual(['big', 'c9', 'c10', 'small']);
    // The first of the list, not the best by score in another order.
    expect(await idsOf({ top: 2, sort: 'cost', cost: 'params' })).toEqual(['small', 'c9']);
    expect(await idsOf({ top: 1, sort: 'parameters' })).toEqual(['big']);
    const cheapest = (await ranked({ inputs, top: 2, sort: 'cost', cost: 'params' })).ranking;
    expect(cheapest.map(({ rank: place }) => place)).toEqual([4, 2]);
  });

  it('names candidates without a truth and truths without a candidate: catches a silent join', async () => {
    const truth = 'id,accuracy\nbert-tiny,1\nbert-mini,2\nbert-base,3\nbert-huge,4\n';
    const request = { ...RATED, truth: file('partial.csv', truth) };
    const outcome = await rank(request);
    expect(warningsOf(outcome)).toContain('ignored 1 of 4 ids that are no candidate: bert-huge');
    const { ranking, evaluation } = valueOf(outcome).document;
    expect(evaluation).toMatchObject({
      n: 3,
      missingTruth: ['bert-large', 'bert-medium', 'bert-small'],
    });
    const qualities = ranking.map((entry) => entry.truth);
    expect(qualities).toEqual([undefined, 3, undefined, undefined, 2, 1]);
  });

  it('reads a truth as JSON as it does from CSV: catches two readings of one file', async () => {
    const rows: { id: string; mnli_matched: string }[] = parse(readFileSync(RATED.truth, 'utf8'), {
      columns: true,
    });
    const byId = Object.fromEntries(rows.map((row) => [row.id, Number(row.mnli_matched)]));
    const truth = file('truth.json', JSON.stringify(byId));
    const { evaluation } = await ranked({ ...RATED, truth });
    expect(evaluation).toEqual((await ranked(RATED)).evaluation);
  });

  it('repeats its settings in the document: catches a result that can not be repeated', async () => {
    const balance = { attention: 1, feedForward: 0, embedding: -2 };
    const { settings } = await ranked({ ...RATED, top: 3, resamples: 200, balance });
    expect(settings).toEqual({
      build: 'default',
      initialization: 'normal',
      initializerRange: 0.02,
      mode: 'expected',
      capacity: 'zerolm',
      balance,
      truth: {
        source: RATED.truth,
        column: 'mnli_matched',
        bootstrap: { seed: 0, resamples: 200 },
      },
      top: 3,
      sort: 'score',
    });
  });

  it('ranks no rounding error where terms cancel: catches ties that float noise breaks', async () => {
    const { ranking } = await ranked({ inputs: RATED.inputs, alpha: 2 });
    expect(ranking.map(({ rank: place, score }) => [place, score])).toEqual(
      ranking.map(() => [1, 0]),
    );
  });

  it('warns of what has nothing to work on: catches a field that is ignored in silence', async () => {
    const { inputs } = RATED;
    const idle = { lowerIsBetter: true, resamples: 200, plot: true, seed: 5 };
    expect(warningsOf(await rank({ inputs, ...idle })).split('\n')).toEqual(
      ['--lower-is-better', '--resamples', '--plot', '--seed'].map(
        (option) => `${option}: ignored: there is no truth`,
      ),
    );
    expect(problemsOf(await rank({ inputs, sort: 'truth' }))).toContain('no candidate has');
    expect(problemsOf(await rank({ inputs, scores: false, truthColumn: 'x' }))).toContain(
      '--truth-column and --no-scores contradict each other',
    );
  });

  it('leaves out the qualities that the records carry where asked: catches an agreement', async () => {
    const inputs = [file('rated.ndjson', [spec('a', 128, 1), spec('b', 256, 2)].join('\n'))];
    expect((await ranked({ inputs })).evaluation?.n).toBe(2);
    const outcome = await rank({ inputs, scores: false });
    expect(valueOf(outcome).document.evaluation).toBeUndefined();
    expect(outcome.warnings).toEqual([]);
  });

  it('gives a page and a plot of all candidates only where asked: catches figures of the best', async () => {
    const plain = valueOf(await rank({ ...RATED, top: 2 }));
    expect(Object.keys(plain)).toEqual(['document']);
    const { document, page, plot } = valueOf(
      await rank({ ...RATED, top: 2, page: true, plot: true }),
    );
    expect(document).toEqual(plain.document);
    expect(plot?.items.length).toBe(6);
    const counts = page?.figures.map((figure) => [
      figure.kind,
      'items' in figure ? figure.items.length : 0,
    ]);
    expect(counts).toEqual([
      ['score-truth', 6],
      ['rank-differences', 6],
      ['alpha', 31],
      ['cost', 6],
      ['capacities', 2],
    ]);
  });
});
