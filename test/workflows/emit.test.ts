import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { evaluate } from '../../src/workflows/evaluate.ts';
import { latency } from '../../src/workflows/latency.ts';
import { rank, type RankRequest } from '../../src/workflows/rank.ts';
import { score } from '../../src/workflows/score.ts';
import { tune } from '../../src/workflows/tune.ts';
import { temporaryFile, temporaryFiles } from '../temporary-files.ts';
import { dictionary, huggingFace, hwGpt, lts, spec } from '../formats/specs.ts';
import { problemsOf, valueOf, warningsOf } from './outcomes.ts';

const FAMILY = 'fixtures/bert-family';
const CANDIDATES = 'fixtures/flexibert-candidates';

/** The records that a workflow hands out. */
function recordsOf({
  specs = [],
}: {
  readonly specs?: Iterable<string>;
}): Record<string, unknown>[] {
  return [...specs].map((line) => JSON.parse(line) as Record<string, unknown>);
}

const emitted = async (request: RankRequest): Promise<Record<string, unknown>[]> =>
  recordsOf(valueOf(await rank({ ...request, emit: 'specs' })));

/** A file of what a ranking hands out, one record a line. */
async function fileOf(request: RankRequest): Promise<string> {
  const { specs = [] } = valueOf(await rank({ ...request, emit: 'specs' }));
  return temporaryFile('emitted.ndjson', [...specs].join(''));
}

const rankingOf = async (request: RankRequest): Promise<unknown> =>
  valueOf(await rank(request)).document.ranking;

describe('rank with emit', () => {
  it('hands out the listed candidates in their order, and these rank as they did', async () => {
    const request = { inputs: [CANDIDATES], top: 5 };
    const again = await rank({ inputs: [await fileOf(request)] });
    expect(warningsOf(again)).toBe('');
    expect(valueOf(again).document.ranking).toEqual(await rankingOf(request));
  });

  it('orders them as the list, and gives each what the document has of it', async () => {
    const request = { inputs: [FAMILY], sort: 'parameters', cost: 'flops' } as const;
    const { ranking } = valueOf(await rank(request)).document;
    const records = await emitted(request);
    expect(records.map(({ id, zerolm }) => ({ id, zerolm }))).toEqual(
      ranking.map(({ id, ...found }) => ({ id, zerolm: { rank: found } })),
    );
  });

  it('hands out nothing unless asked: catches records that are kept for nothing', async () => {
    const value = valueOf(await rank({ inputs: [FAMILY], cost: 'params', top: 2 }));
    expect('specs' in value).toBe(false);
    expect(JSON.stringify(value.document)).not.toContain('"record"');
    const asked = valueOf(await rank({ inputs: [FAMILY], cost: 'params', top: 2, emit: 'specs' }));
    expect(asked.document).toEqual(value.document);
  });

  it.each<[string, object]>([
    ['a FlexiBERT spec', spec()],
    ['a model dictionary', dictionary()],
    ['a config of LiteTransformerSearch', lts()],
    ['a record of HW-GPT-Bench', hwGpt({}, { perplexity: 30, accuracy: 0.3 })],
    ['a config', huggingFace()],
    [
      'a record of the benchmark',
      { id: 'b', scores: { glue: 70 }, hparams: { model_hparam_overrides: spec() } },
    ],
  ])('keeps %s key by key: catches defaults that are filled in', async (_, record) => {
    const file = temporaryFile('one.json', JSON.stringify({ ...record, id: 'm' }));
    const [first] = await emitted({ inputs: [file] });
    const { zerolm: _found, ...kept } = first ?? {};
    expect(kept).toEqual({ ...record, id: 'm' });
  });

  it('keeps records of thousands as they were, which the quick reader reads', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) =>
      JSON.stringify({ ...spec(), id: `m${index}` }),
    );
    const file = temporaryFile('many.ndjson', lines.join('\n'));
    const records = await emitted({ inputs: [file] });
    expect(records).toHaveLength(5000);
    expect(Object.keys(records.at(-1) ?? {})).toEqual([
      'id',
      'hidden_size',
      'nas_config',
      'zerolm',
    ]);
  });

  it('gives a candidate of a file its name, and the qualities of the file beside it', async () => {
    const records = await emitted({ inputs: ['fixtures/lts-gpt2'] });
    const { candidates } = await readCandidates(['fixtures/lts-gpt2']);
    const byId = new Map(candidates.map(({ id, scores }) => [id, scores]));
    for (const { id, scores } of records) expect(scores).toEqual(byId.get(String(id)));
    expect(records.every(({ scores }) => Object.keys(scores as object).length > 0)).toBe(true);
    // Read again, they are ranked against the same qualities.
    const inputs = [await fileOf({ inputs: ['fixtures/lts-gpt2'] })];
    const { evaluation } = valueOf(await rank({ inputs })).document;
    expect(evaluation).toEqual(
      valueOf(await rank({ inputs: ['fixtures/lts-gpt2'] })).document.evaluation,
    );
  });

  it('is taken for no measured quality by any command: catches a score that evaluates itself', async () => {
    const inputs = [await fileOf({ inputs: [CANDIDATES] })];
    expect(valueOf(await rank({ inputs })).document.evaluation).toBeUndefined();
    expect(valueOf(await evaluate({ inputs })).document.noiseCeiling).toBeUndefined();
    expect(valueOf(await evaluate({ inputs })).document.scores).toBeDefined();
    expect(problemsOf(await tune({ inputs }))).toContain('measured');
    const lines = ['01', '02', '03'].map(
      (n) => `{"id":"candidate-${n}","glue":${n[1]},"zerolm":5}\n`,
    );
    const truth = temporaryFile('truth.ndjson', lines.join(''));
    const measured = valueOf(await rank({ inputs: [CANDIDATES], truth })).document;
    expect(measured.settings.truth?.column).toBe('glue');
  });

  it('refuses a checkpoint, which has no spec', async () => {
    const inputs = [temporaryFile('m.safetensors', 'x')];
    expect(problemsOf(await rank({ inputs, emit: 'specs' }))).toMatch(
      /m\.safetensors: a checkpoint, which has no spec for --emit specs/,
    );
  });
});

describe('other commands with emit', () => {
  it('score gives the total', async () => {
    const input = join(FAMILY, 'bert-tiny.json');
    const value = valueOf(await score({ input, emit: 'specs' }));
    const { id, score: total, capacity, parameters } = value.document;
    expect(recordsOf(value)).toMatchObject([
      { id, zerolm: { score: { score: total, capacity, parameters } } },
    ]);
  });

  it('evaluate gives the score of every proxy, and keeps what rank found', async () => {
    const truth = 'fixtures/bert-family-mnli.csv';
    const inputs = [await fileOf({ inputs: [FAMILY] })];
    const request = {
      inputs,
      truth,
      proxy: 'zerolm,params',
      resamples: 100,
      emit: 'specs',
    } as const;
    const records = recordsOf(valueOf(await evaluate(request)));
    expect(records).toHaveLength(6);
    for (const { zerolm } of records) {
      const { rank: ranked, evaluate: rated } = zerolm as {
        rank: { score: number; parameters: { total: number } };
        evaluate: { scores: Record<string, number> };
      };
      expect(rated.scores).toEqual({ zerolm: ranked.score, params: ranked.parameters.total });
    }
  });

  it('latency gives the times in the order of the input', async () => {
    const inputs = [await fileOf({ inputs: [FAMILY], ids: 'bert-mini,bert-tiny' })];
    const request = { inputs, sequenceLength: 4, repeats: 1, warmUp: 0, emit: 'specs' } as const;
    const value = valueOf(await latency(request));
    const records = recordsOf(value);
    expect(records.map(({ id }) => id)).toEqual(['bert-mini', 'bert-tiny']);
    expect(records.map(({ zerolm }) => zerolm)).toEqual(
      value.document.models.map(({ id: _, ...found }) => ({
        rank: expect.anything() as unknown,
        latency: found,
      })),
    );
  });
});

describe('ids', () => {
  it('are the only ones that are ranked, whatever the order: catches a filter after the ranks', async () => {
    const ids = 'candidate-05,candidate-01';
    const ranking = valueOf(await rank({ inputs: [CANDIDATES], ids })).document.ranking;
    expect(ranking.map(({ rank: place, id }) => [place, id])).toEqual([
      [1, 'candidate-01'],
      [2, 'candidate-05'],
    ]);
  });

  it('that no candidate has are refused, or passed over with the invalid', async () => {
    const request = { inputs: [FAMILY], ids: 'bert-tiny,bert-tny,x' };
    expect(problemsOf(await rank(request))).toBe(
      '--ids: no candidate is called "bert-tny", "x": correct the spelling, or leave them out',
    );
    const skipping = await rank({ ...request, skipInvalid: true });
    expect(valueOf(skipping).document.ranking).toHaveLength(1);
    expect(warningsOf(skipping)).toContain(
      '--ids: skipped: no candidate is called "bert-tny", "x"',
    );
    expect(problemsOf(await tune({ ...request, strategy: 'label-free' }))).toContain(
      '--ids: no candidate',
    );
    expect(problemsOf(await latency(request))).toContain('--ids: no candidate');
  });

  it('leave out the warnings of other candidates, and checkpoints of other names', async () => {
    const inputs = [
      temporaryFiles({
        'a.json': JSON.stringify(spec()),
        'b.json': JSON.stringify(spec({ colour: 1 })),
        'c.safetensors': 'no checkpoint',
      }),
    ];
    const outcome = await rank({ inputs, ids: 'a' });
    expect(valueOf(outcome).document.ranking.map(({ id }) => id)).toEqual(['a']);
    expect(warningsOf(outcome)).toBe('');
    expect(warningsOf(await rank({ inputs, ids: 'b' }))).toContain('colour');
  });
});
