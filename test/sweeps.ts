/** Whether tests try all of their cases, as `npm run test:slow` does. */
export const WHOLE = process.env.ZEROLM_SWEEPS === 'whole';

/** How many random cases a property is tried with: by `npm test` a tenth, others in each run. */
export function casesOf(all: number): number {
  return WHOLE ? all : Math.ceil(all / 10);
}
