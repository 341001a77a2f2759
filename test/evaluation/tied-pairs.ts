import fc from 'fast-check';

const level = fc.integer({ min: -4, max: 4 });

/** Two lists about the same items, most with many ties, some constant. */
export const tiedPairs = fc
  .array(fc.tuple(level, level), { minLength: 2, maxLength: 40 })
  .map((pairs) => ({ x: pairs.map(([x]) => x), y: pairs.map(([, y]) => y) }));
