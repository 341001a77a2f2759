import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { splitCsv } from '../../src/candidates/split-csv.ts';
import { formatProblem } from '../../src/problem.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { candidateOf, problemsOf } from '../formats/specs.ts';

const split = (text: string): ReturnType<typeof splitCsv> => splitCsv(text, 'shapes.csv');

const problemsIn = (text: string): string[] => split(text).problems.map(formatProblem);

const DECLARED =
  '# model_type=llama hidden_size=d num_hidden_layers=l num_attention_heads=h\n# intermediate_size=d_ff vocab_size=50 scores=loss,top_1\n';
const TABLE = 'id,d,l,h,d_ff,tokens,loss,top_1\n7,24,2,4,20,1e9,5.5,\nb,48,3,8,40,2e9,4.25,70\n';

describe('a table of shapes', () => {
  test('gives each row the keys that the lines before its header say', () => {
    const { values, placeOf, problems, warnings = [] } = split(DECLARED + TABLE);
    const common = { model_type: 'llama', vocab_size: 50 };
    expect(problems).toEqual([]);
    expect(values).toEqual([
      {
        ...common,
        ...{ id: '7', hidden_size: 24, num_hidden_layers: 2, num_attention_heads: 4 },
        ...{ intermediate_size: 20, scores: { loss: 5.5 } },
      },
      {
        ...common,
        ...{ id: 'b', hidden_size: 48, num_hidden_layers: 3, num_attention_heads: 8 },
        ...{ intermediate_size: 40, scores: { loss: 4.25, top_1: 70 } },
      },
    ]);
    expect([0, 1].map(placeOf)).toEqual([4, 5]);
    expect(warnings.map(formatProblem)).toEqual([
      'shapes.csv:3: no key takes the column "tokens": ignored',
    ]);
    const other = { model_type: 'llama', hidden_size: 24, num_hidden_layers: 2 };
    expect(candidateOf(values[0]).architecture).toEqual(
      candidateOf({
        ...other,
        ...{ num_attention_heads: 4, intermediate_size: 20, vocab_size: 50 },
      }).architecture,
    );
  });

  test('needs no such line where its columns are called as the keys, lists among them', () => {
    const text = 'id,embed_dim,depth,num_heads,mlp_ratio\nx,40,2,"[2,3]","[3.5,4]"\n';
    const { values, problems } = split(text);
    expect(problems).toEqual([]);
    expect(values).toEqual([
      { id: 'x', embed_dim: 40, depth: 2, num_heads: [2, 3], mlp_ratio: [3.5, 4] },
    ]);
    expect(candidateOf(values[0]).architecture.blocks).toHaveLength(2);
  });

  test('takes constants: numbers, true, false, and texts in quotes', () => {
    const text = '# model_type=llama hidden_act="relu" mlp_bias=true hidden_size=24\nid\na\n';
    expect(split(text).values).toEqual([
      { id: 'a', model_type: 'llama', hidden_act: 'relu', mlp_bias: true, hidden_size: 24 },
    ]);
  });

  test('leaves the values to the reader of its format, which names their place', () => {
    const { values } = split(DECLARED + TABLE.replace('48', '-1'));
    expect(problemsOf(values[1])[0]).toMatch(/hidden_size: -1: expected a whole number/);
  });

  test.each<[string, string]>([
    [
      TABLE,
      'shapes.csv:1: the header "id", "d", "l", "h", "d_ff", "tokens", "loss", "top_1" has the keys of no spec: say in a line before it what its columns are, for example: # model_type=llama hidden_size=d num_hidden_layers=l num_attention_heads=h intermediate_size=d_ff vocab_size=50000',
    ],
    [
      DECLARED.replace('=d ', '=dd ') + TABLE,
      'shapes.csv:1: hidden_size: no column is called "dd": expected "id", "d", "l", "h", "d_ff", "tokens", "loss", "top_1", a number, true, false, or a text in quotes',
    ],
    [
      DECLARED.replace('loss,', 'los,') + TABLE,
      'shapes.csv:1: scores: no column is called "los": expected "id", "d", "l", "h", "d_ff", "tokens", "loss", "top_1", a number, true, false, or a text in quotes; did you mean loss?',
    ],
    [
      DECLARED.replace('hidden_size', 'hiden_size') + TABLE,
      'shapes.csv:3: hiden_size: no key of a Hugging Face config.json; did you mean hidden_size?',
    ],
    [
      'id,model_type,hidden_size,los\na,llama,24,3\n',
      'shapes.csv:1: los: no key of a Hugging Face config.json; leave it out, or name a measured quality in scores=, in a line with # before the header',
    ],
    [
      '# hidden_size d\nid,d\na,3\n',
      'shapes.csv:1: "hidden_size d": expected key=column, as hidden_size=d, with spaces between them',
    ],
    [
      '# hidden_size=d hidden_size=d\nid,d\na,3\n',
      'shapes.csv:1: hidden_size: expected once, but two columns are named for it',
    ],
    [
      'id,d,d\na,3,4\n',
      'shapes.csv:1: two columns are called "d": expected a name of its own for each',
    ],
    ['id,,d\na,3,4\n', 'shapes.csv:1: column 2 has no name: expected one for every column'],
    [
      `${DECLARED}${TABLE}c,1\n`,
      'shapes.csv:6: 2 cells: expected 8, as in the header; a text with a comma in it needs quotes',
    ],
  ])('%j is refused', (text, expected) => {
    expect(problemsIn(text)).toEqual([expected]);
  });

  test('that is no CSV is refused', () => {
    expect(problemsIn('id,model_type\n"a')[0]).toMatch(/^shapes\.csv: not CSV: /);
  });
});

describeWithBenchmarks('the published tables of shapes', () => {
  const tableOf = (path: string, declaration: string): unknown[] => {
    const text = readFileSync(join(BENCHMARKS, path), 'utf8');
    const { values, problems } = split(`# ${declaration}\n${text}`);
    expect(problems).toEqual([]);
    return [...values];
  };
  const idOf = (record: unknown): unknown =>
    typeof record === 'object' && record !== null ? Reflect.get(record, 'id') : undefined;
  const configsOf = (path: string): unknown[] =>
    readFileSync(join(BENCHMARKS, path), 'utf8')
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));

  test.each([
    [
      'openlm-grid',
      'shapes.csv',
      'model_type=llama hidden_size=d num_hidden_layers=l num_attention_heads=h intermediate_size=d_ff vocab_size=50432 tie_word_embeddings=false scores=loss',
      65,
    ],
    [
      'nmt-hpo',
      'architectures.csv',
      'model_type=t5 d_model=embed num_layers=layers num_decoder_layers=layers num_heads=heads d_ff=ffn vocab_size=bpe d_kv=32 feed_forward_proj="relu" tie_word_embeddings=false scores=bleu_best',
      471,
    ],
  ])('of %s are the models of its configs', (folder, file, declaration, count) => {
    const rows = tableOf(join(folder, file), declaration);
    const configs = new Map(
      configsOf(join(folder, 'candidates.ndjson')).map((own) => [idOf(own), own]),
    );
    expect([rows.length, configs.size]).toEqual([count, count]);
    let refused = 0;
    for (const row of rows) {
      const config = configs.get(idOf(row));
      // Heads of two of the grid do not divide the width, and the table has no size of heads.
      const problems = problemsOf(row);
      if (problems.length > 0) {
        expect(problems).toEqual([
          'spec.json: num_attention_heads: 12: expected a divisor of hidden_size 488',
        ]);
        refused += 1;
        continue;
      }
      const [own, other] = [candidateOf(row), candidateOf(config)];
      expect(own.id).toBe(other.id);
      // The table has no size of heads, of which the configs of translators have several.
      const widths = ({ blocks }: typeof own.architecture): unknown[] =>
        blocks.map(({ hiddenSize, feedForwardWidths, stack }) => [
          hiddenSize,
          feedForwardWidths,
          stack,
        ]);
      expect(widths(own.architecture)).toEqual(widths(other.architecture));
      if (folder === 'openlm-grid') expect(own.architecture).toEqual(other.architecture);
    }
    expect(refused).toBe(folder === 'openlm-grid' ? 2 : 0);
  });
});
