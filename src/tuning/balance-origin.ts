import { z } from 'zod';
import { oneOf, wholeNumber } from '../formats/expectations.ts';
import { MAX_SEED } from '../initialization/weight-stream.ts';
import { TUNING_CORRELATIONS, TUNING_STRATEGIES } from './tuning-options.ts';

const correlation = z
  .number({ error: 'expected a number from -1 to 1' })
  .min(-1, { error: 'expected a number from -1 to 1' })
  .max(1, { error: 'expected a number from -1 to 1' });
const text = z.string({ error: 'expected a text' });
const count = wholeNumber(0, MAX_SEED);
const anObject = { error: 'expected an object' };

const agreement = z
  .strictObject(
    {
      n: count,
      kendallTauB: correlation,
      spearman: correlation,
    },
    { error: 'expected an object, or null' },
  )
  .nullable();

/** The number of runs whose mean a measured quality is. */
export const truthRuns = z.strictObject({ fewest: count, most: count }, anObject);

/** Where a balance comes from, as settings files and documents carry it. */
export const balanceOrigin = z.strictObject(
  {
    strategy: oneOf(TUNING_STRATEGIES),
    inputs: z.array(text, { error: 'expected a list of files' }),
    truth: z
      .strictObject(
        {
          source: text,
          column: text,
          runs: truthRuns.optional().describe('Absent where each was measured once'),
          direction: oneOf(['higher-is-better', 'lower-is-better']),
        },
        { error: 'expected an object, or null' },
      )
      .nullable()
      .describe('Null where there were no measured qualities'),
    candidates: count,
    labelled: count.describe('Candidates with a measured quality'),
    looked: count.describe('Those by which the balance was chosen'),
    correlation: oneOf(TUNING_CORRELATIONS),
    seed: count,
    seen: agreement.describe('On the qualities by which it was chosen'),
    unseen: agreement.describe('On others'),
    version: text.describe('Version of zerolm that chose it'),
  },
  anObject,
);
