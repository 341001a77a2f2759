import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { rowsOf, textOf } from '../../scripts/docs/markdown.js';
import { jsonSchemas } from '../../src/report/json-schemas.ts';
import { layerKeys, spaceKeys } from '../../src/search-space/general-schema.ts';
import { listProxies } from '../../src/workflows/list-proxies.ts';
import { valueOf } from '../workflows/outcomes.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { FIXTURES } from '../fixtures.ts';
import { candidateOf, dictionary, huggingFace, hwGpt, layer, lts, spec } from '../formats/specs.ts';
import { CONFIGS } from '../formats/hugging-face/configs.ts';
import { inspectDocumentOf, rankDocumentOf, scoreDocumentOf } from './documents-of.ts';

// In strict mode a keyword that the standard does not know, or a rule that never applies, throws.
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const isSpec = ajv.compile(jsonSchemas.spec());

/** Whether a text is JSON by its standard, without the NaN of Python. */
function isPlainJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parsed(...path: string[]): unknown {
  return JSON.parse(readFileSync(join(FIXTURES, ...path), 'utf8'));
}

describe('the JSON Schema of a spec', () => {
  test.each(['bert-family', 'flexibert-candidates'])('every spec of %s is valid', (folder) => {
    for (const name of readdirSync(join(FIXTURES, folder))) {
      expect(isSpec(parsed(folder, name)), name).toBe(true);
    }
  });

  test('every form of a spec is valid, with all that it may hold', () => {
    const full = spec({ $schema: './s.json', id: 'a', scores: { glue: 1 }, vocab_size: 9 });
    for (const record of [
      full,
      dictionary(),
      lts(),
      lts({ $schema: 'x', id: 'a', lr: 0.1, n_head: 2, d_head: null, cutoffs: null, tied: true }),
      hwGpt(),
      hwGpt({}, { scores: { q: 1 } }),
      huggingFace(),
      ...Object.values(CONFIGS),
      dictionary({ id: 3, o: ['c', 'c', 'sa', 'l'], p: ['9', 5, 'wma', 'dft'] }),
      { id: 1, is_running: false, hparams: { use_tpu: true, model_hparam_overrides: spec() } },
    ]) {
      expect(isSpec(record), JSON.stringify(isSpec.errors)).toBe(true);
    }
  });

  /** Mistakes that no schema can express: of two places at once, or below the level of JSON. */
  const BEYOND_A_SCHEMA = [
    'dictionary-heads-do-not-divide.json',
    'dictionary-lengths-differ.json',
    'dictionary-parameter-of-another.json',
    'heads-do-not-divide.json',
    'hw-gpt-index-too-large.json',
    'hw-gpt-layers-disagree.json',
    'not-utf8.json',
  ];
  const broken = readdirSync(join(FIXTURES, 'broken')).filter((name) =>
    isPlainJson(readFileSync(join(FIXTURES, 'broken', name), 'utf8')),
  );

  test.each(broken)('broken/%s is marked, if a schema can know', (name) => {
    const record = parsed('broken', name);
    expect(isSpec(record)).toBe(BEYOND_A_SCHEMA.includes(name));
  });

  test('a misspelt key is marked at every level, where an editor would show it', () => {
    for (const record of [
      spec({ vocabsize: 1 }),
      spec({ nas_config: { encoder_layers: [layer()], depth: 1 } }),
      spec({ nas_config: { encoder_layers: [layer({ heads: 1 })] } }),
      dictionary({ vocabsize: 1 }),
      hwGpt({ sample_heads: 1 }),
      hwGpt({}, { perplexty: 1 }),
      { hparams: { model_hparam_overrides: spec({ vocabsize: 1 }) } },
    ]) {
      expect(isSpec(record), JSON.stringify(record)).toBe(false);
    }
  });

  test('it names its draft, so that an editor knows how to read it', () => {
    expect(jsonSchemas.spec().$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  });
});

describeWithBenchmarks('the JSON Schema of a spec and the FlexiBERT benchmark', () => {
  test('all 500 published records are valid as they are', () => {
    const path = join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json');
    const records = z.array(z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8')));
    expect(records.filter((record) => !isSpec(record))).toEqual([]);
  });
});

const { document: proxies } = valueOf(await listProxies({}));

describe('the JSON Schemas of the documents', () => {
  const candidate = candidateOf(spec());
  const documents = {
    score: scoreDocumentOf(candidate),
    rank: rankDocumentOf([candidate]),
    inspect: inspectDocumentOf(candidate),
    proxies,
  };

  test.each(['score', 'rank', 'inspect', 'proxies'] as const)(
    'a document of %s is valid as printed',
    (name) => {
      const isDocument = ajv.compile(jsonSchemas[name]());
      const printed: unknown = JSON.parse(JSON.stringify(documents[name]));
      expect(isDocument(printed), JSON.stringify(isDocument.errors)).toBe(true);
    },
  );

  test.each(['score', 'rank', 'inspect', 'proxies'] as const)(
    'a document that is none of %s, or of another version, is not valid',
    (name) => {
      const isDocument = ajv.compile(jsonSchemas[name]());
      expect(isDocument({})).toBe(false);
      expect(isDocument({ ...documents[name], schemaVersion: 2 })).toBe(false);
      expect(isDocument({ ...documents[name], extra: 1 })).toBe(false);
    },
  );
});

describe('the JSON Schema of a search space', () => {
  const isSpace = ajv.compile(jsonSchemas.space());
  const space = (changes: object): object => ({
    base: spec(),
    choices: { hidden_size: [128] },
    ...changes,
  });

  test.each(readdirSync(join(FIXTURES, 'spaces')))('takes %s as it is', (name) => {
    const file: unknown = parse(readFileSync(join(FIXTURES, 'spaces', name), 'utf8'));
    expect(isSpace(file), JSON.stringify(isSpace.errors)).toBe(true);
  });

  test.each<[string, object]>([
    ['a misspelt key', { choice: {} }],
    ['a misspelt key of layers', { layers: { number: [1], lists: 'x' } }],
    ['layers without a number', { layers: { list: 'x' } }],
    ['an empty list', { choices: { hidden_size: [] } }],
    ['a value twice', { choices: { hidden_size: [1, 1] } }],
    ['no base', { base: undefined }],
    ['a constraint that is no text', { constraints: [1] }],
  ])('marks %s', (_, changes) => {
    expect(isSpace(JSON.parse(JSON.stringify(space({}))))).toBe(true);
    expect(isSpace(JSON.parse(JSON.stringify(space(changes))))).toBe(false);
  });

  test('describes every key of the page, and the page every key: catches one that nobody finds', () => {
    const [, keys = '', layers = ''] = textOf('docs/search-spaces.md').split(/^### Keys.*$/m);
    const shown = (text: string): string[] =>
      rowsOf(text.split(/^#+ /m)[0] ?? '')
        .map(([name = '']) => name)
        .filter((name) => name.startsWith('`'))
        .map((name) => name.slice(1, -1))
        .sort();
    expect(shown(keys)).toEqual(Object.keys(spaceKeys).sort());
    expect(shown(layers)).toEqual(Object.keys(layerKeys).sort());
    for (const own of [spaceKeys, layerKeys]) {
      const { properties = {} } = z.toJSONSchema(z.object(own), { io: 'input' });
      for (const [name, property] of Object.entries(properties)) {
        expect(property, name).toMatchObject({ description: expect.any(String) as unknown });
      }
    }
  });
});
