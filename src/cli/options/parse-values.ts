import { InvalidArgumentError } from 'commander';
import { SUB_MODULES } from '../../architecture/weight.ts';
import type { TopSize } from '../../evaluation/top-size.ts';
import { LIMITS } from '../../formats/limits.ts';
import { nearestName } from '../../nearest-name.ts';
import type { Capacities } from '../../scoring/balance.ts';
import { DECLARED, type InitializerRange } from '../../workflows/initializer-ranges.ts';

/** Most seeds, passes and resamples: a larger number is a mistake. */
export const MAX_REPEATS = 1_000_000;

const DECIMAL = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** The finite number that a text is. */
export function parseNumber(text: string): number {
  const value = DECIMAL.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(value)) throw new InvalidArgumentError('expected a finite number.');
  return value;
}

/** The initializer range that a text is, as `0.02`, or `declared`. */
export function parseInitializerRange(text: string): InitializerRange {
  if (text === DECLARED) return DECLARED;
  const { leastInitializerRange: least, initializerRange: most } = LIMITS;
  const value = DECIMAL.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new InvalidArgumentError(`expected a number from ${least} to ${most}, or ${DECLARED}.`);
}

/** The parser of whole numbers in a range. */
export function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (!(value >= minimum && value <= maximum)) {
      throw new InvalidArgumentError(`expected a whole number from ${minimum} to ${maximum}.`);
    }
    return value;
  };
}

/** The whole number that a text is, of as many digits as a space may have candidates. */
export function parseBigInt(text: string): bigint {
  if (!/^\d{1,10000}$/.test(text)) {
    throw new InvalidArgumentError('expected a whole number from 0.');
  }
  return BigInt(text);
}

/** The coefficients of `attention=0.7,feedForward=0.3`; those that are not given are 0. */
export function parseBalance(text: string): Capacities {
  const coefficients = { attention: 0, feedForward: 0, embedding: 0 };
  const seen = new Set<string>();
  for (const part of text.split(',')) {
    const [name = '', value, ...rest] = part.split('=').map((side) => side.trim());
    const subModule = SUB_MODULES.find((known) => known === name);
    if (subModule === undefined || value === undefined || rest.length > 0) {
      const nearest = nearestName(name, SUB_MODULES);
      const hint = nearest === undefined || nearest === name ? '' : `; did you mean ${nearest}?`;
      const expected = SUB_MODULES.map((known) => `${known}=number`).join(', ');
      throw new InvalidArgumentError(`"${part}": expected ${expected}${hint}`);
    }
    if (seen.has(subModule)) throw new InvalidArgumentError(`${subModule} is given twice.`);
    seen.add(subModule);
    coefficients[subModule] = parseNumber(value);
  }
  return coefficients;
}

/** What a suffix multiplies a number of bytes by. */
const BYTE_UNITS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** What a suffix multiplies a number of parameters by. */
const COUNT_UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, b: 1e9 };

/** The number of bytes that a text is, as `500M` or `4GB`. */
export function parseBytes(text: string): number {
  const bytes = scaledNumber(text.replace(/b\s*$/i, ''), BYTE_UNITS);
  if (bytes !== undefined) return bytes;
  throw new InvalidArgumentError('expected a number of bytes above 0 with its unit, as 500M, 4G.');
}

/** The number above 0 that a text is, as `15M`, `0.5` or `1e19`. */
export function parseAmount(text: string): number {
  const amount = scaledNumber(text, { ...COUNT_UNITS, g: 1e9, t: 1e12 });
  if (amount !== undefined) return amount;
  throw new InvalidArgumentError('expected a number above 0, as 15M, 500k or 0.5.');
}

/** The different numbers of parameters in a list, as `10M,20M`. */
export function parseBudgets(text: string): readonly number[] {
  const sizes = text.split(',').map((part) => {
    const size = scaledNumber(part, COUNT_UNITS);
    if (size !== undefined) return size;
    throw new InvalidArgumentError(
      `"${part}": expected a number of parameters above 0, as 500k, 10M, 1.5B.`,
    );
  });
  return [...new Set(sizes)];
}

/** The different tops in a list, as `10,5%`. */
export function parseTops(text: string): readonly TopSize[] {
  const tops = text.split(',').map((part): TopSize => {
    const [, digits, percent] = /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(part) ?? [];
    const value = Number(digits);
    if (percent === '%' && value > 0 && value <= 100) return `${value}%`;
    if (percent === '' && Number.isSafeInteger(value) && value > 0) return value;
    throw new InvalidArgumentError(
      `"${part}": expected a number of candidates or a percentage of them, as 10 or 5%.`,
    );
  });
  return [...new Set(tops)];
}

/** A number above 0 times its unit; undefined where a text is none. */
function scaledNumber(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, digits = '', unit = ''] =
    /^\s*((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z]?)\s*$/i.exec(text) ?? [];
  const value = digits === '' ? NaN : Number(digits) * (units[unit.toLowerCase()] ?? NaN);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}
