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
  .default({})
  .describe('Lists of values by the path of a field, with dots; each field is one choice');

const together = z
  .array(
    distinctList(
      z.record(z.string(), anyValue, {
        error: 'expected an object of values, by the path of the field',
      }),
    ),
    { error: 'expected a list of lists of objects, each of which sets several fields' },
  )
  .default([])
  .describe('Choices that set several fields at once: lists of options, which set the same fields');

const path = (): z.ZodOptional<z.ZodString> =>
  z.string({ error: 'expected the path of a field, as nas_config.encoder_layers' }).optional();

/** The keys of `layers`. */
export const layerKeys = {
  number: distinctList(wholeNumber(1, LIMITS.blocks)).describe('Numbers of layers'),
  number_key: path().describe('Field that holds the number of layers'),
  indices_key: path().describe('Field that holds the list of layer numbers, from 0'),
  list: path().describe(
    'Field that is a list of layers; without it each layer choice is a list of its own',
  ),
  choices,
  together,
};

/** The keys of a space over a spec of any form. */
export const spaceKeys = {
  $schema: z.string().describe('For editors; ignored').optional(),
  base: z
    .record(z.string(), anyValue, { error: 'expected a spec, an object' })
    .describe('A spec of any format; chosen values replace its own, and its id begins all ids'),
  choices,
  together,
  layers: z
    .strictObject(layerKeys, { error: 'expected an object with the "number" of layers' })
    .describe('Choices that are made anew for every layer')
    .optional(),
  constraints: CONSTRAINTS,
};

/** The schema of a space over a spec of any form. */
export const generalSpace = z.strictObject(spaceKeys);

/** A space over a spec of any form, as its file holds it. */
export type GeneralSpace = z.infer<typeof generalSpace>;
