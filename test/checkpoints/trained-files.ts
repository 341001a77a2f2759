import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { inventory } from '../../src/architecture/inventory.ts';
import { WEIGHT_NAMES } from '../../src/architecture/naming-tables.ts';
import { turnedShape, type Weight } from '../../src/architecture/weight.ts';
import { TensorReader } from '../../src/checkpoints/tensor-entries.ts';
import { readHeader } from '../../src/safetensors/read-header.ts';
import { headerOf } from '../../src/safetensors/write-header.ts';

/** A folder until the running test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-trained-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** Entries of the weight of that number that look trained: none is 0, also in biases and norms. */
function entriesOf(number: number, size: number): Float32Array {
  return Float32Array.from(
    { length: size },
    (_, index) => 0.3 * Math.sin(1 + 12.9898 * index + 78.233 * number) + 0.05,
  );
}

/** Whether a checkpoint of a model holds a weight with the inputs first. */
function turnedIn({ naming }: Architecture): (weight: Weight) => boolean {
  const { inputsFirst } = WEIGHT_NAMES[naming];
  const axes = inputsFirst === 'experts' ? 3 : 2;
  return ({ shape, block }) => inputsFirst !== undefined && block !== null && shape.length === axes;
}

/** Writes a model whose weights look trained, with its config, as `transformers` saves it. */
export function writeTrained(folder: string, architecture: Architecture, config: object): void {
  const weights = inventory(architecture, 'normal');
  const isTurned = turnedIn(architecture);
  const data = weights.map(({ shape }, number) =>
    entriesOf(
      number,
      shape.reduce((product, size) => product * size, 1),
    ),
  );
  const header = headerOf(
    weights.map((weight, index) => ({
      path: weight.path,
      dtype: 'F32',
      shape: isTurned(weight) ? turnedShape(weight.shape) : weight.shape,
      bytes: data[index]!.byteLength,
    })),
    { format: 'pt' },
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'model.safetensors'),
    Buffer.concat([header, ...data.map((own) => Buffer.from(own.buffer))]),
  );
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
}

/** The weights of a file by their names, each with its outputs first. */
export async function weightsOf(
  folder: string,
  architecture: Architecture,
): Promise<Map<string, Float32Array>> {
  const { tensors, problems } = await readHeader(join(folder, 'model.safetensors'));
  if (problems.length > 0) throw new Error(problems[0]?.message);
  const isTurned = turnedIn(architecture);
  const turned = new Set(
    inventory(architecture, 'normal')
      .filter(isTurned)
      .map(({ path }) => path),
  );
  const reader = new TensorReader();
  const weights = new Map<string, Float32Array>();
  for (const tensor of tensors) {
    const [rows = 1, cols = 1] = tensor.shape.slice(-2);
    const entries = new Float32Array(tensor.shape.reduce((product, size) => product * size, 1));
    reader.read(tensor, 0, entries);
    // Each of the matrices that are stacked by itself.
    const entryAt = (at: number): number => {
      const [matrix, own] = [Math.floor(at / (rows * cols)), at % (rows * cols)];
      return entries[matrix * rows * cols + (own % rows) * cols + Math.floor(own / rows)]!;
    };
    weights.set(
      tensor.path,
      turned.has(tensor.path) ? entries.map((_, at) => entryAt(at)) : entries,
    );
  }
  reader.close();
  return weights;
}
