import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExplainDocument } from '../../src/report/documents/explain-document.ts';
import { jsonSchemas } from '../../src/report/json-schemas.ts';
import { explain, type ExplainRequest } from '../../src/workflows/explain.ts';
import { score } from '../../src/workflows/score.ts';
import { exactSum } from '../explaining/exact.ts';
import { problemsOf, valueOf } from './outcomes.ts';

const TINY = 'fixtures/bert-family/bert-tiny.json';
const MINI = 'fixtures/bert-family/bert-mini.json';
const LARGE = 'fixtures/bert-family/bert-large.json';
const candidate = (number: string): string =>
  `fixtures/flexibert-candidates/candidate-${number}.json`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-explain-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a file of the test's folder and gives its path. */
function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const specOf = (path: string): object => JSON.parse(readFileSync(path, 'utf8')) as object;

const explained = async (request: ExplainRequest): Promise<ExplainDocument> =>
  valueOf(await explain(request)).document;

describe('explain(request)', () => {
  it.each<[ExplainRequest]>([
    [{ inputs: [MINI, TINY] }],
    [{ inputs: [TINY, LARGE], alpha: 0.35 }],
    [{ inputs: [candidate('13'), candidate('16')], mode: 'sampled', seeds: 2 }],
    [{ inputs: [candidate('00'), candidate('07')], formula: 'attention*log(feedForward)' }],
  ])(
    '%j adds up to the difference to the last bit: catches a printed digit that is lost',
    async (request) => {
      const document = await explained(request);
      const { contributions, rounding, difference, a, b, outranks } = document;
      const values = [...contributions.map(({ contribution }) => contribution), ...rounding];
      expect(exactSum([...values, -difference])).toBe(0n);
      expect(difference).toBe(a.score - b.score);
      expect(outranks).toBe(difference > 0 ? 'a' : 'b');
      const isExplain = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
        jsonSchemas.explain(),
      );
      expect(isExplain(document), JSON.stringify(isExplain.errors)).toBe(true);
    },
  );

  it('names a change that turns the order when it is made: catches a change that does not', async () => {
    const inputs = [candidate('13'), candidate('16')] as const;
    const { changes, a, b } = await explained({ inputs });
    expect(changes.length).toBe(2);
    expect(changes[0]!.relativeChange).toBeLessThanOrEqual(changes[1]!.relativeChange);
    for (const { of, score: value } of changes) {
      if (of === 'a') expect(value).toBeLessThan(b.score);
      else expect(value).toBeGreaterThan(a.score);
    }
    const choices = file('choices.json', { hiddenSize: [128, 256] });
    const [change] = (await explained({ inputs, choices })).changes;
    expect(change).toMatchObject({ path: 'hiddenSize', from: '128', to: '256', of: 'b' });
    const changed = { ...specOf(inputs[1]), id: 'changed', hidden_size: 256 };
    const { document } = valueOf(await score({ input: file('changed.json', changed) }));
    expect([document.score, document.parameters.total]).toEqual([
      change!.score,
      change!.parameters.after,
    ]);
  });

  it('takes two ids of one file: catches the first one twice', async () => {
    const specs = [TINY, MINI, MINI].map((path, index) => ({ ...specOf(path), id: `m${index}` }));
    const both = file('both.json', specs);
    const { a, b, outranks } = await explained({ inputs: [both], id: ['m0', 'm1'] });
    expect([a.id, b.id, outranks]).toEqual(['m0', 'm1', 'b']);
    const refused = async (request: ExplainRequest): Promise<string> =>
      problemsOf(await explain(request));
    expect(await refused({ inputs: [both] })).toMatch(
      /both\.json holds 3 candidates: choose two with --id/,
    );
    expect(await refused({ inputs: [both], id: ['m0'] })).toMatch(/--id: given 1 times/);
    expect(await refused({ inputs: [TINY, both], id: ['m0'] })).toMatch(
      /expected one for each file/,
    );
    expect(await refused({ inputs: [both], id: ['m0', 'x'] })).toMatch(/no such candidate/);
  });

  it('gives equal scores no order: catches a change that turns nothing', async () => {
    expect(await explained({ inputs: [TINY, TINY] })).toMatchObject({
      outranks: null,
      contributions: [],
      changes: [],
      difference: 0,
    });
  });

  it.each([
    ['[]', /a list of 0: expected an object with lists of values/],
    ['{"width": [1]}', /width: unknown key/],
    ['{"dept": [1]}', /dept: unknown key; did you mean depth\?/],
    ['{"depth": []}', /depth: a list of 0: expected at least one value/],
    ['{"depth": 3}', /depth: 3: expected a list of values/],
    ['{"depth": [0]}', /depth\[0\]: 0: expected a whole number from 1/],
    ['{"operation": ["SA"]}', /operation\[0\]: "SA": expected an operation/],
    ['{', /:1:2: not JSON/],
  ])('refuses choices %s: catches a search among others', async (content, message) => {
    const choices = file('wrong.json', content);
    expect(problemsOf(await explain({ inputs: [MINI, TINY], choices }))).toMatch(message);
  });
});
