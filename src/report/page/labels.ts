/** A place in an order; ties share the mean of theirs, which may be a half. */
export function formatPlace(place: number): string {
  return place.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

/** A difference with its sign, as a text shows it. */
export function signedPlace(difference: number): string {
  const sign = difference === 0 ? '' : difference < 0 ? '−' : '+';
  return `${sign}${formatPlace(Math.abs(difference))}`;
}

/** A number in as few characters as its six digits allow. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** A count, as of parameters, or another cost, as an axis shows it: `20M`. */
export function shortCount(value: number): string {
  for (const [size, unit] of [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (value >= size) return `${Number((value / size).toPrecision(3))}${unit}`;
  }
  return String(Number(value.toPrecision(3)));
}
