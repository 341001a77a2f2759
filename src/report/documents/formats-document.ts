import { FAMILIES } from '../../architecture/family.ts';
import { z } from 'zod';
import { heading, type DocumentOf } from './fields.ts';

/** The JSON of `zerolm formats`. */
export const formatsDocument = z.object({
  ...heading,
  settings: z.object({}),
  formats: z.array(
    z.object({
      name: z.string(),
      title: z.string().describe('What its records are called'),
      shownBy: z.string().describe('The keys by which a record is known to be one'),
    }),
  ),
  families: z.array(
    z.object({
      modelType: z.string().describe('The model_type of a Hugging Face config'),
      kind: z.enum(FAMILIES),
      count: z.boolean().describe('Whether its weights are counted and scored'),
      run: z
        .boolean()
        .describe('Whether it can be run: network proxies, latency and export; of its defaults'),
      whyNotRun: z.string().nullable(),
      convertsTo: z.array(z.string()).describe('The forms that it is written as'),
    }),
  ),
});

/** The document of `formats`. */
export type FormatsDocument = DocumentOf<typeof formatsDocument>;
