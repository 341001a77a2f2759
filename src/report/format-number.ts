/** Significant digits of a number that people read. */
const DIGITS = 6;

/** A number as people read it: whole ones in groups of three, others to six significant digits. */
export function formatNumber(value: number): string {
  const [text = ''] = formatNumbers([value]);
  return text;
}

/** The numbers of one column as people read them: grouped if all are whole, else to six digits. */
export function formatNumbers(values: readonly number[]): string[] {
  return values.every((value) => Number.isInteger(value) && Math.abs(value) < 1e15)
    ? values.map(groupDigits)
    : values.map((value) => value.toPrecision(DIGITS));
}

/** Numbers that were given, with as many decimals as the longest of them, six at most. */
export function formatAsGiven(values: readonly number[]): string[] {
  const texts = values.map(String);
  // Numbers that even their shortest form writes with an exponent have no common decimals.
  if (texts.some((text) => text.includes('e'))) return texts;
  const longest = texts.reduce(
    (most, text) => Math.max(most, /\.(\d+)$/.exec(text)?.[1]?.length ?? 0),
    0,
  );
  const decimals = Math.min(DIGITS, longest);
  return values.map((value) => value.toFixed(decimals));
}

function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Digits up to which a count of any size is written out. */
const WRITTEN_DIGITS = 21;

/** A count of any size as people read it: written out, or about a power of ten. */
export function formatCount(count: bigint): string {
  const digits = count.toString();
  return digits.length <= WRITTEN_DIGITS
    ? count.toLocaleString('en-US')
    : `about ${digits[0] ?? ''}.${digits.slice(1, 3)}e${digits.length - 1}`;
}

/** A count with its noun, as `1 candidate`. */
export function counted(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** An interval as people read it. */
export function formatInterval(interval: readonly [number, number] | null): string {
  if (interval === null) return 'unknown';
  const [low, high] = interval;
  return `${low.toFixed(3)} to ${high.toFixed(3)}`;
}

/** A p-value as people read it. */
export function formatP(p: number): string {
  if (p < 1e-300) return '< 1e-300';
  return p < 1e-3 ? p.toExponential(1) : p.toFixed(3);
}
