import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Architecture } from '../../src/architecture/architecture.ts';
import {
  completeArchitecture,
  type PartialArchitecture,
} from '../../src/architecture/complete-architecture.ts';
import { sizeOf, type Weight } from '../../src/architecture/weight.ts';
import { drawEntries, type FloatEntries } from '../../src/forward/draw-entries.ts';
import type { FloatType } from '../../src/onnx/graph.ts';
import { fillNormal } from '../../src/initialization/standard-normal.ts';
import { weightStream } from '../../src/initialization/weight-stream.ts';
import { ROOT } from '../cli/run.ts';

/** An architecture with a batch of texts; scripts/make-forward-reference.py reads the same file. */
export interface ForwardCase {
  readonly id: string;
  readonly architecture: Architecture;
  readonly tokens: readonly (readonly number[])[];
}

/** Files of architectures, of which each has its own reference. */
const FILES = [
  'architectures.json',
  'decoders.json',
  'distances.json',
  'stacks.json',
  'images.json',
  'bottlenecks.json',
];

/** Architectures that have every operation and mechanism between them. */
export const CASES = FILES.flatMap(
  (file) =>
    JSON.parse(readFileSync(join(ROOT, 'test', 'forward', file), 'utf8')) as readonly (Omit<
      ForwardCase,
      'architecture'
    > & { readonly architecture: PartialArchitecture })[],
).map((known): ForwardCase => ({
  ...known,
  architecture: completeArchitecture(known.architecture),
}));

/** The seed of their weights in the reference. */
export const REFERENCE_SEED = 7;

/** One of them. */
export function caseNamed(id: string): ForwardCase {
  const found = CASES.find((known) => known.id === id);
  if (found === undefined) throw new Error(`there is no case ${id}`);
  return found;
}

/** Texts and words of a batch. */
export function shapeOf({ tokens }: ForwardCase): { batch: number; sequenceLength: number } {
  return { batch: tokens.length, sequenceLength: tokens[0]?.length ?? 0 };
}

/**
 * Weights as the reference has them: biases and norms are moved from the constant that they start
 * from, by a tenth of a standard normal of their own stream.
 */
export function movedEntries(weight: Weight, seed: number, type: FloatType): FloatEntries {
  if (weight.distribution.kind !== 'constant') return drawEntries(weight, seed, type);
  const size = sizeOf(weight);
  const { value } = weight.distribution;
  const normals = new Float32Array(Math.ceil(size / 16) * 16);
  fillNormal(weightStream(seed, weight.path), 0, normals, 0.1);
  const entries = normals.subarray(0, size).map((entry) => value + entry);
  return type === 'float32' ? entries : Float64Array.from(entries);
}
