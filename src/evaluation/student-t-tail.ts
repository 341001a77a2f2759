/** From here on four terms of the asymptotic series for the gamma ratio give full precision. */
const ASYMPTOTIC_FROM = 32;

/**
 * Gamma(a + 1/2) / Gamma(a) for a > 0: the series for large a, reached from a small one by
 * Gamma(a + 1) = a * Gamma(a). Unlike the difference of two log-gammas, it loses no digits when a
 * is large.
 *
 * Source: DLMF 5.11.8 with h = 1/2 and h = 0; the coefficients are
 * (2 - 2^(1-k)) * B(k) / (k * (k - 1)) for k = 2, 4, 6, 8, B(k) being the Bernoulli numbers.
 */
function gammaHalfStep(a: number): number {
  let factor = 1;
  while (a < ASYMPTOTIC_FROM) {
    factor *= a / (a + 0.5);
    a++;
  }
  const r = 1 / (a * a);
  const series = (1 / 8 - r * (1 / 192 - r * (1 / 640 - (r * 17) / 14336))) / a;
  return factor * Math.sqrt(a) * Math.exp(-series);
}

/**
 * The continued fraction of the regularized incomplete beta function,
 * I_x(a, b) * a * B(a, b) / (x^a * (1 - x)^b), for x < (a + 1) / (a + b + 2), where it converges
 * in the order of sqrt(max(a, b)) steps.
 *
 * Source: DLMF 8.17.22, evaluated forwards by the modified Lentz method, DLMF 3.10(iii).
 */
function betaContinuedFraction(a: number, b: number, x: number): number {
  const stepLimit = 1000 + 10 * Math.ceil(Math.sqrt(Math.max(a, b)));
  let value = 1;
  let numerators = 1;
  let denominators = 0;
  for (let step = 1; step <= stepLimit; step++) {
    const m = step >>> 1;
    const coefficient =
      step % 2 === 0
        ? (m * (b - m) * x) / ((a + step - 1) * (a + step))
        : (-(a + m) * (a + b + m) * x) / ((a + step - 1) * (a + step));
    denominators = 1 / (1 + coefficient * denominators);
    numerators = 1 + coefficient / numerators;
    const change = numerators * denominators;
    value *= change;
    if (Math.abs(change - 1) < Number.EPSILON) break;
  }
  return 1 / value;
}

/**
 * The upper tail of Student's t distribution, P(T > t), with a relative error of about 1e-13 also
 * far out, and up to 1e-16 times the degrees of freedom if they are more than thousands; 0 where
 * it falls below the smallest number.
 *
 *     P(|T| > t) = I_x(v / 2, 1 / 2), x = v / (v + t^2), v the degrees of freedom
 *
 * @param t any number other than NaN
 * @param degreesOfFreedom a finite number above 0, not necessarily whole
 *
 * Source: Abramowitz and Stegun, "Handbook of mathematical functions", 26.7.1 and 26.5.2.
 */
export function studentTTail(t: number, degreesOfFreedom: number): number {
  if (t < 0) return 1 - studentTTail(-t, degreesOfFreedom);
  if (t === Infinity) return 0;
  const a = degreesOfFreedom / 2;
  const ratio = t / Math.sqrt(degreesOfFreedom);
  const hypotenuse = Math.hypot(1, ratio);
  const x = 1 / hypotenuse / hypotenuse;
  const sine = ratio / hypotenuse;
  // The square of a large ratio may overflow, and log1p is only needed for small ones.
  const logX = ratio < 1 ? -Math.log1p(ratio * ratio) : -2 * Math.log(hypotenuse);
  const front = (Math.exp(a * logX) * sine * gammaHalfStep(a)) / Math.sqrt(Math.PI);
  if (x < (a + 1) / (a + 2.5)) return ((front / a) * betaContinuedFraction(a, 0.5, x)) / 2;
  return 0.5 - front * betaContinuedFraction(0.5, a, sine * sine);
}
