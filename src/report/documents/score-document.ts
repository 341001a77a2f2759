import { z } from 'zod';
import { count, heading, parameters, scoreSettings, scored, type DocumentOf } from './fields.ts';

/** The JSON of `zerolm score`. */
export const scoreDocument = z.object({
  ...heading,
  settings: z.object(scoreSettings),
  ...scored,
  blocks: z.array(
    z.object({
      block: count,
      capacity: z.object({ attention: z.number(), feedForward: z.number() }),
      parameters,
    }),
  ),
});

/** The document of `score`. */
export type ScoreDocument = DocumentOf<typeof scoreDocument>;
