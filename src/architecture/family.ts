/** The families of models: those of two stacks are a family of their own. */
export const FAMILIES = ['encoder', 'decoder', 'encoder-decoder'] as const;

/** What decides the default balance. */
export type Family = (typeof FAMILIES)[number];

/** Whether models of a family predict tokens one after another. */
export function predictsTokens(family: Family): boolean {
  return family !== 'encoder';
}
