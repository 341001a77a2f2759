import { z } from 'zod';
import { capacity, count, heading, parameters, scoreSettings, type DocumentOf } from './fields.ts';

const explained = z.object({ id: z.string(), score: z.number(), capacity, parameters });

/** The JSON of `zerolm explain`. */
export const explainDocument = z.object({
  ...heading,
  settings: z.object({
    ...scoreSettings,
    choices: z.string().describe('File of the choices, or inferred'),
  }),
  a: explained,
  b: explained,
  outranks: z.enum(['a', 'b']).nullable().describe('Null where the scores are equal to 12 digits'),
  difference: z.number().describe('Score of a less that of b'),
  contributions: z
    .array(
      z.object({
        subModule: z
          .enum(['attention', 'feedForward', 'embedding', 'other', 'block', 'model'])
          .describe('By a proxy also whole blocks, or the model where it has no sum over blocks'),
        block: count.nullable(),
        contribution: z.number(),
        capacity: z.object({ a: z.number(), b: z.number() }).optional(),
        amount: z
          .object({ a: z.number(), b: z.number() })
          .optional()
          .describe('By a proxy that is a plain sum: what is added in each'),
      }),
    )
    .describe('The largest first; with the rounding they add up to the difference exactly'),
  rounding: z.array(z.number()).describe('What rounding leaves; empty as a rule, or one number'),
  changes: z
    .array(
      z.object({
        of: z.enum(['a', 'b']),
        id: z.string(),
        path: z.string(),
        from: z.string(),
        to: z.string(),
        score: z.number().describe('After the change'),
        parameters: z.object({ before: count, after: count }),
        relativeChange: z.number().describe('|after - before| / before, of the parameters'),
      }),
    )
    .describe('The smallest single change of each that turns the order, the smaller one first'),
  changesTried: count,
});

/** The document of `explain`. */
export type ExplainDocument = DocumentOf<typeof explainDocument>;
