/** Multiplies single-precision numbers by a factor, rounded to single precision as is each product. */
export function scaleAll(values: Float32Array, factor: number): void {
  const single = Math.fround(factor);
  if (single === 1) return;
  for (let i = 0; i < values.length; i++) values[i]! *= single;
}
