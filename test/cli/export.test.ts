import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputOf, zerolm } from './run.ts';

const TINY = 'fixtures/bert-family/bert-tiny.json';
const PYTHON = '/usr/bin/python3';
const hasOnnx = spawnSync(PYTHON, ['-c', 'import onnx']).status === 0;

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-export-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What the model of a file gives for the first words of its vocabulary. */
async function runModel(file: string, length: number): Promise<Float32Array> {
  const session = await InferenceSession.create(file, { logSeverityLevel: 3 });
  const ids = (entries: BigInt64Array): Tensor => new Tensor('int64', entries, [1, length]);
  const outputs = await session.run({
    input_ids: ids(BigInt64Array.from({ length }, (_, place) => BigInt(place))),
    attention_mask: ids(new BigInt64Array(length).fill(1n)),
    token_type_ids: ids(new BigInt64Array(length)),
  });
  await session.release();
  return outputs.last_hidden_state?.data as Float32Array;
}

describe('zerolm export', () => {
  it('says what it has written, and leaves nothing else: catches a half-written file', () => {
    const own = mkdtempSync(join(folder, 'said-'));
    const out = join(own, 'tiny.onnx');
    const size = '37 weights, 4,369,408 parameters (float32)';
    expect(outputOf(['export', TINY, '--out', out])).toBe(
      `${out}: bert-tiny, ${size}, seed 0\n` +
        'input_ids [batch, sequence], attention_mask [batch, sequence], ' +
        'token_type_ids [batch, sequence] gives last_hidden_state [batch, sequence, 128]\n',
    );
    expect(readdirSync(own)).toEqual(['tiny.onnx']);
    expect(statSync(out).size).toBeGreaterThan(4 * 4_369_408);
  });

  it('puts the weights beside the model, which is then small and the same: catches a wrong place', async () => {
    const own = mkdtempSync(join(folder, 'beside-'));
    const [inside, beside] = [join(own, 'inside.onnx'), join(own, 'beside.onnx')];
    const shape = ['--sequence-length', '16', '--seed', '3'];
    outputOf(['export', TINY, '--out', inside, ...shape]);
    outputOf(['export', TINY, '--out', beside, '--external-data', ...shape]);
    expect(readdirSync(own).sort()).toEqual(['beside.onnx', 'beside.onnx.data', 'inside.onnx']);
    expect(statSync(beside).size).toBeLessThan(100_000);
    const [first, second] = [await runModel(inside, 16), await runModel(beside, 16)];
    expect(first).toHaveLength(16 * 128);
    expect(second).toEqual(first);
  });

  it('draws other weights from another seed: catches a seed that is lost', async () => {
    const outputs = await Promise.all(
      ['1', '2'].map((seed) => {
        const out = join(folder, `seed-${seed}.onnx`);
        outputOf(['export', TINY, '--out', out, '--sequence-length', '4', '--seed', seed]);
        return runModel(out, 4);
      }),
    );
    expect(outputs[0]).not.toEqual(outputs[1]);
  });

  it.skipIf(!hasOnnx)(
    hasOnnx
      ? 'writes what the onnx checker accepts: catches a field that readers forgive'
      : 'writes what the onnx checker accepts (skipped: no /usr/bin/python3 with onnx)',
    () => {
      const flexibert = 'fixtures/flexibert-candidates';
      for (const [index, [spec, ...options]] of [
        [TINY],
        [TINY, '--external-data'],
        [`${flexibert}/candidate-01.json`],
        [`${flexibert}/candidate-01.json`, '--batch', '2', '--sequence-length', '32'],
        ['fixtures/lts-gpt2/config_0/j2/model_config.yaml', '--external-data'],
      ].entries()) {
        const out = join(folder, `checked-${index}.onnx`);
        outputOf(['export', spec ?? '', '--out', out, ...options]);
        const check = 'import onnx, sys; onnx.checker.check_model(sys.argv[1], full_check=True)';
        execFileSync(PYTHON, ['-c', check, out]);
      }
    },
  );

  it.each([
    [['export', TINY], /required option '--out <file>'/],
    [['export', TINY, '--out', 'a.bin'], /--out "a\.bin": expected a name that ends in \.onnx/],
    [['export', TINY, '--out', '/no/such/a.onnx'], /--out: can't be written: no such directory/],
    [['export', 'no.json', '--out', 'a.onnx'], /no\.json: no such file or directory/],
    [
      ['export', TINY, '--out', 'a.onnx', '--sequence-length', '513'],
      /bert-tiny\.json: a sequence of 513 tokens is too long: the model has 512 positions/,
    ],
    [
      ['export', 'test/cli/odd-heads.json', '--out', 'a.onnx'],
      /odd-heads\.json: block 0: a separable convolution of 3 heads.*can't be run/,
    ],
    [['export', TINY, '--out', 'a.onnx', '--batch', '0'], /from 1 to/],
  ])('refuses %j: catches a file that is none', (args, message) => {
    const { status, stdout, stderr } = zerolm(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(existsSync('a.onnx')).toBe(false);
  });

  it('writes nothing where the file of weights is in the way: catches a model without weights', () => {
    const own = mkdtempSync(join(folder, 'way-'));
    const out = join(own, 'a.onnx');
    mkdirSync(`${out}.data`);
    const { status, stderr } = zerolm(['export', TINY, '--out', out, '--external-data']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/a\.onnx\.data: --out: is a directory/);
    expect(readdirSync(own)).toEqual(['a.onnx.data']);
  });
});
