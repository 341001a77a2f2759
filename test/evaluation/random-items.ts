import { fillNormal } from '../../src/initialization/standard-normal.ts';
import { fillUniform } from '../../src/initialization/standard-uniform.ts';
import { weightStream } from '../../src/initialization/weight-stream.ts';

/** Independent standard normal numbers: a function of the seed and of what they are called. */
export function normalItems(seed: number, name: string, count: number): number[] {
  return draw(fillNormal, seed, name, count);
}

/** Independent numbers, uniform from 0 to 1. */
export function uniformItems(seed: number, name: string, count: number): number[] {
  return draw(fillUniform, seed, name, count).map((value) => (value + 1) / 2);
}

function draw(fill: typeof fillNormal, seed: number, name: string, count: number): number[] {
  // A draw is as long as a multiple of 16.
  const values = new Float32Array(Math.ceil(count / 16) * 16);
  fill(weightStream(seed, name), 0, values);
  return [...values.subarray(0, count)];
}

/** A list whose bivariate normal distribution with x has the given Pearson correlation. */
export function correlatedItems(x: readonly number[], r: number, seed: number): number[] {
  const noise = normalItems(seed, 'noise', x.length);
  return x.map((item, i) => r * item + Math.sqrt(1 - r * r) * noise[i]!);
}
