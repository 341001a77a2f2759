/** The names of the sub-modules as people read them. */
export const PART_NAMES = {
  attention: 'attention',
  feedForward: 'feed-forward',
  embedding: 'embedding',
  other: 'other',
  block: 'block',
  model: 'model',
} as const;
