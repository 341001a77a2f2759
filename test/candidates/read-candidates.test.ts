import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { formatProblem } from '../../src/problem.ts';
import { FIXTURES } from '../fixtures.ts';
import { dictionary, huggingFace, spec } from '../formats/specs.ts';
import { temporaryFile, temporaryFiles } from '../temporary-files.ts';

interface Outcome {
  readonly ids: string[];
  readonly problems: string[];
  readonly warnings: string[];
}

async function read(...inputs: string[]): Promise<Outcome> {
  const { candidates, problems, warnings } = await readCandidates(inputs);
  return {
    ids: candidates.map(({ id }) => id),
    problems: problems.map(formatProblem),
    warnings: warnings.map(formatProblem),
  };
}

describe('readCandidates', () => {
  test('files of every form and a folder give their candidates in the order of the inputs', async () => {
    const folder = temporaryFiles({
      'many/a.json': JSON.stringify(spec()),
      'many/b.ndjson': `${JSON.stringify(spec())}\r\n\r\n${JSON.stringify(dictionary())}\r\n`,
      'list.json': JSON.stringify([spec(), spec({ id: 'named' })]),
      'one.json': `\ufeff${JSON.stringify(spec(), null, 2)}`,
    });
    expect(await read(`${folder}/one.json`, `${folder}/many`, `${folder}/list.json`)).toEqual({
      ids: ['one', 'a', 'b:1', 'b:3', 'list[0]', 'named'],
      problems: [],
      warnings: [],
    });
  });

  test('no inputs are no candidates', async () => {
    expect(await read()).toEqual({ ids: [], problems: [], warnings: [] });
  });

  test('everything that is wrong in a folder is reported at once, the rest is kept', async () => {
    const folder = temporaryFiles({
      'a.json': '{',
      'b.json': JSON.stringify(spec()),
      'c.json': JSON.stringify([spec({ hidden_size: 0 }), spec({ id: 'kept' }), 5]),
      'd.ndjson': `{}\n${JSON.stringify(spec())}\nx\n`,
      'e.json': ' \n',
    });
    const { ids, problems } = await read(folder);
    expect(ids).toEqual(['b', 'kept', 'd:2']);
    expect(problems.map((line) => line.slice(folder.length + 1).split(': ')[0])).toEqual([
      'a.json:1:2',
      'c.json[0]',
      'c.json[2]',
      'd.ndjson:1',
      'd.ndjson:3:1',
      'e.json',
    ]);
  });

  test('an id that two have is refused for the second, with the place of the first', async () => {
    const folder = temporaryFiles({
      'x/a.json': JSON.stringify(spec({ id: 'a' })),
      'y/a.json': JSON.stringify(spec({ id: 'a' })),
      'z.json': JSON.stringify([spec({ id: 1 }), spec({ id: '1' })]),
    });
    expect(await read(`${folder}/x`, `${folder}/y`, `${folder}/z.json`)).toEqual({
      ids: ['a', '1'],
      problems: [
        `${folder}/y/a.json: id: duplicate "a", already that of ${folder}/x/a.json; give each an "id" of its own`,
        `${folder}/z.json[1]: id: duplicate "1", already that of ${folder}/z.json[0]; give each an "id" of its own`,
      ],
      warnings: [],
    });
  });

  test('of files with one name, each has its folder in front of it: catches two models called model', async () => {
    const config = JSON.stringify(huggingFace());
    const folder = temporaryFiles({
      'run/a/model/config.json': config,
      'run/b/model/config.json': config,
      'c/model.json': config,
      'd.json': config,
    });
    expect(
      await read(
        `${folder}/run/a/model`,
        `${folder}/run/b/model`,
        `${folder}/c/model.json`,
        `${folder}/d.json`,
      ),
    ).toEqual({ ids: ['a/model', 'b/model', 'c/model', 'd'], problems: [], warnings: [] });
  });

  test('a file that is given twice is said to be, rather than to have the ids of another', async () => {
    const folder = temporaryFiles({ 'a.json': JSON.stringify(spec()) });
    expect(await read(folder, `${folder}/./a.json`)).toEqual({
      ids: ['a'],
      problems: [`${folder}/./a.json: given twice; name it once`],
      warnings: [],
    });
  });

  test('a file name that would break a table is no id', async () => {
    const path = temporaryFile('a\u001b[2J.json', JSON.stringify(spec()));
    const { ids, problems } = await read(path);
    expect(ids).toEqual([]);
    expect(problems).toEqual([
      expect.stringMatching(
        /a\\u001b\[2J\.json: id: missing, and the name of the file can't be one: expected a text/,
      ),
    ]);
    const named = temporaryFile('a\nb.json', JSON.stringify(spec({ id: 'fine' })));
    expect((await read(named)).ids).toEqual(['fine']);
  });

  test('numbers that only a file can hold are refused like any other', async () => {
    const path = temporaryFile(
      'a.json',
      JSON.stringify(spec({ hidden_size: 'HERE' })).replace('"HERE"', '1e999'),
    );
    expect((await read(path)).problems).toEqual([
      `${path}: hidden_size: Infinity: expected a whole number from 1 to 65536`,
    ]);
  });

  test('more problems than a call may have arguments are all counted', async () => {
    const path = temporaryFile('a.ndjson', '?\n'.repeat(200_000));
    const { problems } = await read(path);
    expect([problems.length, problems.at(-1)]).toEqual([51, 'and 199950 more']);
  });

  test('a spec that nests forty thousand levels is refused where it starts to be none', async () => {
    const deep = '['.repeat(4e4) + ']'.repeat(4e4);
    const path = temporaryFile('a.json', `{"hidden_size": ${deep}, "nas_config": {"a": ${deep}}}`);
    const { problems } = await read(path);
    expect(problems).toEqual([
      `${path}: hidden_size: a list of 1: expected a whole number from 1 to 65536`,
      `${path}: nas_config.encoder_layers: missing: expected a list of 1 to 4096 encoder layers`,
    ]);
  });

  test('random bytes give a problem each, and nothing is thrown', async () => {
    const contents = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: 'binary' }).map((text) => new TextEncoder().encode(text)),
      fc.json().map((text) => new TextEncoder().encode(text)),
    );
    const names = fc.constantFrom('a.json', 'a.ndjson', 'a.txt');
    await fc.assert(
      fc.asyncProperty(names, contents, async (name, content) => {
        const { ids, problems } = await read(temporaryFile(name, content));
        expect(ids).toEqual([]);
        expect(problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});

describe('readCandidates of the fixtures', () => {
  test('the published BERT family and the sampled candidates are valid, with nothing to warn of', async () => {
    const { ids, problems, warnings } = await read(
      join(FIXTURES, 'bert-family'),
      join(FIXTURES, 'flexibert-candidates'),
    );
    expect(ids).toHaveLength(30);
    expect([problems, warnings]).toEqual([[], []]);
  });

  test('the decoders are valid, with nothing to warn of', async () => {
    const { ids, problems, warnings } = await read(
      join(FIXTURES, 'lts-gpt2'),
      join(FIXTURES, 'hw-gpt.ndjson'),
      join(FIXTURES, 'transformer-xl.yaml'),
    );
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([12, 'config_0_j0', 'transformer-xl']);
    expect([problems, warnings]).toEqual([[], []]);
  });

  const SPEC = 'an object with "hidden_size" and "nas_config"';
  const HIDDEN = 'expected a whole number from 1 to 65536';
  const LAYER = 'nas_config.encoder_layers[0]';
  const EXPECTED: Record<string, string[]> = {
    'cut-off.json': [':7:9: not JSON: unexpected end of string'],
    'dictionary-heads-do-not-divide.json': [': n[1]: 3: expected a divisor of h[1], 128'],
    'dictionary-kernel-even.json': [': p[1]: 4: expected "sdp" or "wma" for "sa"'],
    'dictionary-key-missing.json': [': p: missing: expected a list of 1 to 4096 items'],
    'dictionary-lengths-differ.json': [': h: a list of 1: expected 2 items, as many as l says'],
    'dictionary-parameter-of-another.json': [': p[0]: "dft": expected "sdp" or "wma" for "sa"'],
    'empty-list.json': [': empty: expected at least one spec'],
    'empty.json': [': empty: expected at least one spec'],
    'heads-do-not-divide.json': [
      `: ${LAYER}.num_operation_heads: 3: expected a divisor of hidden_size 128`,
    ],
    'hw-gpt-bias-text.json': [': arch.sample_bias: "yes": expected true or false'],
    'hw-gpt-index-too-large.json': [
      ': arch.sample_layer_indices[1]: 2: expected a number below 2, the items of sample_n_head',
    ],
    'hw-gpt-layers-disagree.json': [
      ': arch.sample_layer_indices: a list of 2: expected 3 items, as many as sample_n_layer says',
    ],
    'lts-heads-do-not-divide.yaml': [': n_head: 5: expected a divisor of d_model 64'],
    'lts-key-missing.yaml': [': n_token: missing: expected a whole number from 1 to 16777216'],
    'lts-list-too-short.yaml': [': n_head: a list of 1: expected 2 items, as many as n_layer says'],
    'yaml-alias-bomb.yaml': [':1:1: not YAML: excessive alias count'],
    'yaml-broken.yaml': [':2:1: not YAML: flow sequence in block collection'],
    'yaml-key-twice.yaml': [':5:1: not YAML: a key occurs twice in one map; keep one'],
    'yaml-tag-unknown.yaml': [':1:9: not YAML: unresolved tag'],
    'hidden-size-absurd.json': [`: hidden_size: 1000000000: ${HIDDEN}`],
    'hidden-size-fraction.json': [`: hidden_size: 128.5: ${HIDDEN}`],
    'hidden-size-infinite.json': [`: hidden_size: Infinity: ${HIDDEN}`],
    'hidden-size-missing.json': [`: hidden_size: missing: ${HIDDEN}`],
    'hidden-size-nan.json': [`: hidden_size: NaN: ${HIDDEN}`],
    'hidden-size-text.json': [`: hidden_size: "128": ${HIDDEN}`],
    'hidden-size-zero.json': [`: hidden_size: 0: ${HIDDEN}`],
    'id-with-escape.json': [': id: "red \\u001b[31m": expected a text of 1 to 200 characters'],
    'ids-twice.ndjson': [':2: id: duplicate "1", already that of '],
    'initializer-range-negative.json': [': initializer_range: -0.02: expected a number from 1e-18'],
    'kernel-even.json': [`: ${LAYER}.operation_parameter: 4: expected an odd whole number`],
    'key-misspelt.json': [`: hidden_size: missing: ${HIDDEN}`],
    'layer-no-object.json': [`: ${LAYER}: "SA": expected an encoder layer, an object`],
    'layers-empty.json': [': nas_config.encoder_layers: a list of 0: expected a list of 1 to 4096'],
    'layers-no-list.json': [': nas_config.encoder_layers: 12: expected a list of 1 to 4096'],
    'line-broken.ndjson': [':2:200: not JSON: unexpected end of string'],
    'no-known-form.json': [`: an object with "model", "layers" is no spec: expected ${SPEC}`],
    'not-json.json': [':3:3: not JSON: comma expected'],
    'not-utf8.json': [': not UTF-8 text; save it in that encoding'],
    'null.json': [`: null is no spec: expected ${SPEC}`],
    'operation-parameter-of-another.json': [
      `: ${LAYER}.operation_parameter: "DFT": expected "SDP" or "WMA"`,
    ],
    'operation-unknown.json': [`: ${LAYER}.operation_type: "MLP": expected "SA" (self-attention)`],
    'record-without-spec.json': [': hparams.model_hparam_overrides: missing: expected a spec'],
    'score-no-number.json': [': scores.glue: "74.7": expected a finite number'],
    'several-broken.json': [
      `[0]: hidden_size: 0: ${HIDDEN}`,
      `[2]: ${LAYER}.num_operation_heads: 3: expected a divisor of hidden_size 128`,
      `[3]: 7 is no spec: expected ${SPEC}`,
    ],
    'vocab-size-null.json': [': vocab_size: null: expected a whole number from 1 to 16777216'],
  };

  test.each(readdirSync(join(FIXTURES, 'broken')))('broken/%s says what it is', async (name) => {
    const path = join(FIXTURES, 'broken', name);
    const { problems } = await read(path);
    expect(problems).toEqual(
      (EXPECTED[name] ?? []).map((line): unknown => expect.stringContaining(`${path}${line}`)),
    );
    expect(problems).not.toEqual([]);
  });

  test('a misspelt key is warned of beside the one that is missing', async () => {
    const path = join(FIXTURES, 'broken', 'key-misspelt.json');
    expect((await read(path)).warnings).toEqual([
      `${path}: hiden_size: unknown key, ignored; did you mean hidden_size?`,
    ]);
  });
});

describe('readCandidates with a family that was asked for', () => {
  test('says once that it means nothing to records: catches a line for each of a million', async () => {
    const file = temporaryFile('a.json', JSON.stringify([spec(), spec(), spec()]));
    const { candidates, warnings } = await readCandidates([file], { family: 'gpt2' });
    expect(candidates).toHaveLength(3);
    expect(warnings.map(formatProblem)).toEqual([
      `${file}[0]: --family: gpt2: ignored, since this is not a LiteTransformerSearch config (and 2 more times in this file)`,
    ]);
  });
});
