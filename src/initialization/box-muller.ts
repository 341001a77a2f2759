const f = Math.fround;

/**
 * Minimax polynomials in single precision of the Cephes Mathematical Library 2.2 (S. L. Moshier,
 * 1992): `logf` on [sqrt(1/2), sqrt(2)] and `sinf`, `cosf` on [-pi/4, pi/4]. The engine's own
 * Math.log and Math.cos are not used: no standard pins their last bits, and a score must be the
 * same on every machine.
 */
const L0 = f(7.0376836292e-2);
const L1 = f(-1.151461031e-1);
const L2 = f(1.167699874e-1);
const L3 = f(-1.2420140846e-1);
const L4 = f(1.4249322787e-1);
const L5 = f(-1.6668057665e-1);
const L6 = f(2.0000714765e-1);
const L7 = f(-2.4999993993e-1);
const L8 = f(3.3333331174e-1);
/** ln 2 = LN2_HIGH - LN2_LOW; the first has so few bits that its small multiples are exact. */
const LN2_HIGH = f(0.693359375);
const LN2_LOW = f(2.1219444e-4);
const S0 = f(-1.9515295891e-4);
const S1 = f(8.3321608736e-3);
const S2 = f(-1.6666654611e-1);
const C0 = f(2.443315711809948e-5);
const C1 = f(-1.388731625493765e-3);
const C2 = f(4.166664568298827e-2);

/** Bit pattern of sqrt(1/2): subtracting it splits a float into exponent and [sqrt(1/2), sqrt(2)). */
const SQRT_HALF_BITS = 0x3f3504f3;
/** Bit pattern of 2^31 sqrt(1/2): what is left then is the exponent of the float over 2^31. */
const SCALED_SQRT_HALF_BITS = SQRT_HALF_BITS + (31 << 23);
/** Angle of one unit of a 30-bit fraction of a quarter turn. */
const ANGLE_UNIT = f(Math.PI / 2 / 2 ** 30);

const floatView = new Float32Array(1);
const bitView = new Int32Array(floatView.buffer);

/**
 * `sqrt(-2 ln u)` for `u = (|word| + 1/2) / 2^31`, the word read as a signed integer, in
 * single-precision steps. Rounding the word to 24 significant bits leaves the small words whole,
 * so the tail reaches 6.6 standard deviations; the largest words round to u = 1, which gives 0.
 *
 * The polynomial is summed as its even and its odd half, two short chains in place of a long one.
 */
function radius(word: number): number {
  floatView[0] = f(Math.abs(f(word | 0)) + f(0.5));
  const offset = (bitView[0]! - SCALED_SQRT_HALF_BITS) | 0;
  const exponent = f(offset >> 23);
  bitView[0] = (offset & 0x7fffff) + SQRT_HALF_BITS;
  const x = f(floatView[0] - 1);
  const z = f(x * x);
  let even = f(f(L0 * z) + L2);
  even = f(f(even * z) + L4);
  even = f(f(even * z) + L6);
  even = f(f(even * z) + L8);
  let odd = f(f(L1 * z) + L3);
  odd = f(f(odd * z) + L5);
  odd = f(f(odd * z) + L7);
  let y = f(f(odd * x) + even);
  y = f(f(y * x) * z);
  y = f(y - f(exponent * LN2_LOW));
  y = f(y - f(f(0.5) * z));
  const logarithm = f(f(x + y) + f(exponent * LN2_HIGH));
  return f(Math.sqrt(f(-2 * logarithm)));
}

/**
 * Box-Muller: two words become two independent standard normals, `r cos t` and `r sin t`, with
 * `r = sqrt(-2 ln((|first| + 1/2) / 2^31))`, first as a signed integer, and
 * `t = 2 pi second / 2^32`, in single-precision steps that are the same in every engine; each is
 * within 4 units of 2^-24 r of that.
 *
 * The topmost two bits of the second word, rounded, are the quadrant, the rest the angle in it.
 *
 * @param out receives the two at `at` and `at + stride`
 *
 * Source: Box and Muller, "A note on the generation of random normal deviates", Annals of
 * Mathematical Statistics 29 (1958).
 */
export function boxMuller(
  first: number,
  second: number,
  out: Float32Array,
  at: number,
  stride: number,
): void {
  const r = radius(first);
  const quadrant = ((second + 0x20000000) >>> 30) & 3;
  const angle = f(f((second - (quadrant << 30)) | 0) * ANGLE_UNIT);
  const z = f(angle * angle);
  let sine = f(f(S0 * z) + S1);
  sine = f(f(sine * z) + S2);
  sine = f(f(f(sine * z) * angle) + angle);
  let cosine = f(f(C0 * z) + C1);
  cosine = f(f(cosine * z) + C2);
  cosine = f(f(f(f(cosine * z) * z) - f(f(0.5) * z)) + 1);
  const swap = (quadrant & 1) === 1;
  const cosPart = swap ? sine : cosine;
  const sinPart = swap ? cosine : sine;
  out[at] = f(r * (((quadrant + 1) & 2) === 0 ? cosPart : f(-cosPart)));
  out[at + stride] = f(r * ((quadrant & 2) === 0 ? sinPart : f(-sinPart)));
}
