/**
 * How many random cases a property is tried with: all of them by `npm run test:slow`, and a tenth by
 * `npm test`, which are others in each run.
 */
export function casesOf(all: number): number {
  return process.env.ZEROLM_SWEEPS === 'whole' ? all : Math.ceil(all / 10);
}
