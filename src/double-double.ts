/**
 * A number of about 32 digits: the sum of two doubles, of which `low` is at most half a unit in the
 * last place of `high`, so that `high` is the number rounded to a double.
 *
 * Built of additions and multiplications alone, which IEEE 754 fixes to the last bit.
 */
export interface DoubleDouble {
  readonly high: number;
  readonly low: number;
}

/** 2^27 + 1, which cuts a double into two halves of 26 bits. */
const SPLITTER = 134217729;

/**
 * The exact sum of two doubles.
 *
 * Source: Knuth, "The Art of Computer Programming", volume 2, section 4.2.2, theorem B.
 */
export function exactSum(a: number, b: number): DoubleDouble {
  const high = a + b;
  const ofB = high - a;
  return { high, low: a - (high - ofB) + (b - ofB) };
}

/** The exact sum of two doubles of which the first is the larger one, or 0. */
function normalized(a: number, b: number): DoubleDouble {
  const high = a + b;
  return { high, low: b - (high - a) };
}

/**
 * The exact product of two doubles below 2^500 whose product is above 2^-900.
 *
 * Source: Dekker 1971, "A floating-point technique for extending the available precision".
 */
export function exactProduct(a: number, b: number): DoubleDouble {
  const scaledA = SPLITTER * a;
  const highA = scaledA - (scaledA - a);
  const lowA = a - highA;
  const scaledB = SPLITTER * b;
  const highB = scaledB - (scaledB - b);
  const lowB = b - highB;
  const high = a * b;
  return { high, low: highA * highB - high + highA * lowB + lowA * highB + lowA * lowB };
}

/** The sum, with a relative error of 2^-103 where the signs are equal. */
export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const highs = exactSum(a.high, b.high);
  const lows = exactSum(a.low, b.low);
  const sum = normalized(highs.high, highs.low + lows.high);
  return normalized(sum.high, sum.low + lows.low);
}

/** The product, with a relative error of 2^-102. */
export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const { high, low } = exactProduct(a.high, b.high);
  return normalized(high, low + (a.high * b.low + a.low * b.high));
}

/** The quotient, with a relative error of 2^-100. */
export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  let rest = a;
  let quotient: DoubleDouble = { high: 0, low: 0 };
  // Each step finds the next 53 bits.
  for (let step = 0; step < 3; step++) {
    const part = { high: rest.high / b.high, low: 0 };
    quotient = add(quotient, part);
    rest = add(rest, multiply({ high: -part.high, low: 0 }, b));
  }
  return quotient;
}
