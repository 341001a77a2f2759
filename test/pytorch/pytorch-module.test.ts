import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Block } from '../../src/architecture/block.ts';
import { inventory } from '../../src/architecture/inventory.ts';
import { ACTIVATIONS } from '../../src/architecture/activation.ts';
import { ACTIVATION_MODULES } from '../../src/pytorch/block-expression.ts';
import { findModuleProblem } from '../../src/pytorch/find-module-problem.ts';
import { pytorchModule } from '../../src/pytorch/pytorch-module.ts';
import { ROOT } from '../cli/run.ts';
import {
  CASES,
  caseNamed,
  movedEntries,
  REFERENCE_SEED,
  type ForwardCase,
} from '../forward/cases.ts';
import {
  distance,
  graphOf,
  movedModel,
  padded,
  type PaddedBatch,
  runBatches,
  tokensOf,
} from '../forward/padded-batch.ts';
import { WEIGHT_NAMES } from '../../src/architecture/naming-tables.ts';
import { checkpointOf } from '../safetensors/files.ts';

/** How far a state may be off, of the norm of those of its sequence. */
const TOLERANCE = 1e-5;

const PYTHON = '/usr/bin/python3';
const RUNNER = join(ROOT, 'scripts', 'run-pytorch-module.py');
const hasTorch = spawnSync(PYTHON, ['-c', 'import torch']).status === 0;
const hasPython = spawnSync('python3', ['--version']).status === 0;

/** A case with other blocks. */
function changed(
  id: string,
  name: string,
  change: (block: Block, index: number) => Block,
): ForwardCase {
  const { architecture, tokens } = caseNamed(id);
  const [first, ...others] = architecture.blocks;
  const blocks = [
    change(first, 0),
    ...others.map((block, index) => change(block, index + 1)),
  ] as const;
  return { id: `${id}-${name}`, architecture: { ...architecture, blocks }, tokens };
}

function withAttention(id: string, name: string, fields: object): ForwardCase {
  return changed(id, name, (block) => ({ ...block, operation: { ...block.operation, ...fields } }));
}

const withHead = (name: string, head: { tied: boolean; bias: boolean }): ForwardCase => ({
  ...caseNamed('gpt2'),
  id: `gpt2-${name}`,
  architecture: {
    ...caseNamed('gpt2').architecture,
    head: { kind: 'linear', projected: false, scale: 1, softCap: null, ...head },
  },
});

/** What the cases leave out: every activation function, scaling, bias, head and mixture of blocks. */
const MODULES: readonly ForwardCase[] = [
  ...CASES.filter(({ architecture }) => findModuleProblem(architecture) === null),
  ...ACTIVATIONS.filter((name) => ACTIVATION_MODULES[name] !== undefined).map((activation) =>
    changed('bert', activation, (block) => ({ ...block, activation })),
  ),
  ...(['layer', 'head-size-and-layer', 'none'] as const).map((scaling) =>
    withAttention('gpt2', scaling, { scaling }),
  ),
  withAttention('gpt2', 'no-bias', {
    ...{ queryKeyValueBias: false, keyBias: false, outputBias: false },
  }),
  withAttention('bert', 'wide-heads', { headSize: 8 }),
  withAttention('gpt2', 'weighted', { similarity: 'weighted-multiplicative' }),
  changed('bert', 'causal', (block) => ({ ...block, causal: true })),
  changed('fourier', 'pre-norm', (block) => ({ ...block, norm: 'pre' })),
  ...['fourier', 'separable-convolution', 'stacked-feed-forward'].map((id) =>
    changed(id, 'no-bias', (block) => ({ ...block, bias: false })),
  ),
  changed('bert', 'mixed', (block, index) => {
    const other = ['fourier', 'separable-convolution', 'weighted-multiplicative'][index % 3] ?? '';
    return { ...block, operation: caseNamed(other).architecture.blocks[0].operation };
  }),
  withHead('own-head', { tied: false, bias: true }),
  withHead('biased-head', { tied: true, bias: true }),
];

function written({ id, architecture }: ForwardCase): string {
  const module = pytorchModule(architecture, id);
  if (!module.ok) throw new Error(`${id}: ${module.reason}`);
  return module.value.source;
}

function batchOf({ id, tokens }: ForwardCase): PaddedBatch {
  // The last is nothing but padding.
  const sequences = [...tokens.map((row, index) => row.slice(0, row.length - 2 * index)), []];
  const { input_ids, attention_mask, token_type_ids } = padded(
    sequences,
    tokens[0]?.length ?? 0,
    id === 'gpt2' ? 'left' : 'right',
  );
  return { input_ids, attention_mask, token_type_ids };
}

describe('pytorchModule', () => {
  it('writes lines of at most 79 columns, without spaces at their ends: catches a style of its own', () => {
    for (const known of MODULES) {
      const source = written(known);
      expect(source.split('\n').filter((line) => line.length > 79 || /\s$/.test(line))).toEqual([]);
      expect(source.endsWith('\n')).toBe(true);
      expect(source.endsWith('\n\n')).toBe(false);
      expect(source).not.toMatch(/\n{4}|undefined|NaN|object/);
    }
  });

  it('writes equal blocks once, and what a model does not need not at all', () => {
    const { architecture } = caseNamed('bert');
    const [block] = architecture.blocks;
    const source = written({
      ...{ id: 'twelve', tokens: [] },
      architecture: { ...architecture, blocks: Array.from({ length: 12 }, () => block) as never },
    });
    expect(source).toContain('for _ in range(12)');
    expect(source.match(/PostNormBlock\(/g)).toHaveLength(2);
    expect(source).not.toMatch(/LinearTransform|PreNorm|fft|Callable/);
  });

  it('keeps an id from ending the docstring: catches code in a name', () => {
    const source = written({ ...caseNamed('bert'), id: 'a"""\nimport os\\' });
    expect(source.split('\n')[0]).toBe(
      '"""a\\"\\"\\"\\nimport os\\\\ as a PyTorch module, written by zerolm.',
    );
  });

  it('refuses what has no module, with the reason', () => {
    const { architecture } = changed('bert', 'gated', (block) => ({ ...block, gated: true }));
    expect(pytorchModule(architecture, 'gated')).toEqual({
      ok: false,
      reason: "block 0: a gated feed-forward network can't be written as a PyTorch module",
    });
    const named = { ...caseNamed('bert').architecture, naming: 'xlm' } as const;
    expect(pytorchModule(named, 'xlm')).toEqual({
      ok: false,
      reason: "names of weights as XLM has them can't be written as a PyTorch module",
    });
  });
});

const note = hasTorch ? '' : ' (skipped: no /usr/bin/python3 with torch)';

describe.skipIf(!hasTorch)(`modules in PyTorch${note}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-pytorch-'));
  const folderOf = ({ id }: ForwardCase): string => join(folder, id);
  beforeAll(() => {
    for (const known of MODULES) {
      const weights = inventory(known.architecture, 'normal').map((weight) => {
        const drawn = movedEntries(weight, REFERENCE_SEED, 'float32');
        const isTurned =
          WEIGHT_NAMES[known.architecture.naming].inputsFirst === 'matrices' &&
          weight.block !== null &&
          weight.shape.length === 2;
        const [rows = 0, cols = 0] = weight.shape;
        const entries = isTurned
          ? drawn.map((_, i) => drawn[(i % rows) * cols + Math.floor(i / rows)] ?? NaN)
          : drawn;
        const shape = isTurned ? weight.shape.toReversed() : weight.shape;
        const data = new Uint8Array(entries.buffer, entries.byteOffset, entries.byteLength);
        return [weight.path, { dtype: 'F32', shape, data }] as const;
      });
      mkdirSync(folderOf(known));
      const at = (name: string): string => join(folderOf(known), name);
      writeFileSync(at('model.py'), written(known));
      writeFileSync(at('model.safetensors'), checkpointOf(Object.fromEntries(weights)));
      const { token_type_ids: types, ...batch } = batchOf(known);
      const hasTypes = known.architecture.embedding.typeVocabSize > 1;
      writeFileSync(
        at('batch.json'),
        JSON.stringify({ ...batch, ...(hasTypes && { token_type_ids: types }) }),
      );
    }
    execFileSync(PYTHON, [RUNNER, ...MODULES.map(folderOf)]);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(MODULES)(
    'compute of $id what onnxruntime computes of its graph: catches any layer that differs',
    async (known) => {
      const batch = batchOf(known);
      const [expected] = await runBatches(movedModel(graphOf(known)), [batch]);
      const found = z
        .object({ hidden: z.array(z.number()), logits: z.array(z.number()).optional() })
        .parse(JSON.parse(readFileSync(join(folderOf(known), 'outputs.json'), 'utf8')));
      for (const [own, name] of [
        ['hidden', 'last_hidden_state'],
        ['logits', 'logits'],
      ] as const) {
        const data = expected?.[name]?.data as Float32Array | undefined;
        expect(found[own] === undefined).toBe(data === undefined);
        if (data === undefined) continue;
        for (const [row, mask] of batch.attention_mask.entries()) {
          if (!mask.includes(1)) continue;
          const [ours, theirs] = [found[own] ?? [], data].map((entries) =>
            tokensOf(entries, batch.attention_mask, row),
          );
          expect(distance(ours ?? [], theirs ?? []), `${name} ${row}`).toBeLessThan(TOLERANCE);
        }
      }
    },
  );

  it('refuse the checkpoint of another model: catches weights that stay as they were drawn', () => {
    const load =
      'import sys; sys.path.insert(0, sys.argv[1]); import model; model.load(sys.argv[2])';
    const [own, other] = [folderOf(caseNamed('bert')), folderOf(caseNamed('electra'))];
    const { status, stderr } = spawnSync(
      PYTHON,
      ['-B', '-c', load, own, join(other, 'model.safetensors')],
      { encoding: 'utf8' },
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /ValueError: .*model\.safetensors holds another model: without \['bert\./,
    );
  });
});

describe.skipIf(!hasPython)(`modules in Python${hasPython ? '' : ' (skipped: no python3)'}`, () => {
  it('compile: catches a comma that is missing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zerolm-python-'));
    const files = MODULES.map((known) => {
      const file = join(folder, `${known.id}.py`);
      writeFileSync(file, written(known));
      return file;
    });
    const { status, stderr } = spawnSync('python3', ['-m', 'py_compile', ...files], {
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
