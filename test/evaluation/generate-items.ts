/** The formula behind a case of thousands of items; see scripts/make-correlation-reference.py. */
export interface Generator {
  readonly seed: number;
  readonly n: number;
  readonly xLevels: number;
  readonly slope: number;
  readonly noise: number;
  readonly yStep: number;
}

/** The next state of the "minimal standard" generator of Park and Miller, CACM 31, 1988. */
export function nextState(state: number): number {
  return (state * 16807) % (2 ** 31 - 1);
}

/** Computes the items that scripts/make-correlation-reference.py computed. */
export function generateItems(generator: Generator): { x: number[]; y: number[] } {
  const { n, xLevels, slope, noise, yStep } = generator;
  let state = generator.seed;
  const x: number[] = [];
  const y: number[] = [];
  for (let i = 0; i < n; i++) {
    state = nextState(state);
    const xItem = state % xLevels;
    state = nextState(state);
    x.push(xItem);
    y.push(Math.floor((slope * xItem + (state % noise)) / yStep));
  }
  return { x, y };
}
