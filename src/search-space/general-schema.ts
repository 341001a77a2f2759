import { z } from 'zod';
import { wholeNumber } from '../formats/expectations.ts';
import { LIMITS } from '../formats/limits.ts';
import { distinctList } from './distinct-list.ts';
import { CONSTRAINTS } from './space-form.ts';

const anyValue = z.unknown();

const choices = z
  .record(z.string(), distinctList(anyValue), {
    error:
      'expected an object of lists of values, by the path of the field: {"hidden_size": [128, 256]}',
  })
  .default({});

const together = z
  .array(
    distinctList(
      z.record(z.string(), anyValue, {
        error: 'expected an object of values, by the path of the field',
      }),
    ),
    { error: 'expected a list of lists of objects, each of which sets several fields' },
  )
  .default([]);

const path = (): z.ZodOptional<z.ZodString> =>
  z.string({ error: 'expected the path of a field, as nas_config.encoder_layers' }).optional();

/** The keys of `layers`. */
export const layerKeys = {
  number: distinctList(wholeNumber(1, LIMITS.blocks)).describe('Numbers of layers'),
  number_key: path().describe('Field that holds the number of layers'),
  indices_key: path().describe('Field that holds the list of the numbers of the layers, from 0'),
  list: path().describe(
    'Field that is a list of layers; without it each layer choice is a list of its own',
  ),
  choices,
  together,
};

/** The keys of a space over a spec of any form. */
export const spaceKeys = {
  $schema: z.string().optional(),
  base: z
    .record(z.string(), anyValue, { error: 'expected a spec, an object' })
    .describe('A spec of any form; chosen values replace its own'),
  choices,
  together,
  layers: z
    .strictObject(layerKeys, { error: 'expected an object with the "number" of layers' })
    .optional(),
  constraints: CONSTRAINTS,
};

/** The schema of a space over a spec of any form. */
export const generalSpace = z.strictObject(spaceKeys);

/** A space over a spec of any form, as its file holds it. */
export type GeneralSpace = z.infer<typeof generalSpace>;
