/** Share of a value by which it may differ from the sum over its layers. */
const ROUNDING = 1e-9;

/**
 * What a sum over layers is in the model whose layers have all options in turn, by what it is in the
 * models of equal layers.
 *
 * @param values of each option, in their order
 */
export function sumInTurn(values: readonly number[], layers: number): number {
  let sum = 0;
  for (let layer = 0; layer < layers; layer++) {
    sum += (values[layer % values.length] ?? NaN) / layers;
  }
  return sum;
}

/** Whether a value is that sum, but for rounding. */
export function isNear(value: number, sum: number): boolean {
  return Math.abs(value - sum) <= ROUNDING * Math.max(Math.abs(value), Math.abs(sum));
}
