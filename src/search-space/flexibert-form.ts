import { z } from 'zod';
import { oneOf, wholeNumber } from '../formats/expectations.ts';
import { LAYER_KEYS, OPERATION_PARAMETERS } from '../formats/flexibert.ts';
import { LIMITS } from '../formats/limits.ts';
import { checkValue } from '../input/check-value.ts';
import { strictProblems } from '../input/strict-problems.ts';
import { success } from '../result.ts';
import { distinctList } from './distinct-list.ts';
import {
  buildFlexibert,
  flexibertAxes,
  FLEXIBERT_OPERATIONS,
  type FlexibertSpace,
} from './flexibert-space.ts';
import { FLEXIBERT_STREAM } from './sample-flexibert-spec.ts';
import { CONSTRAINTS, type SpaceForm } from './space-form.ts';

const layerKeys = {
  operation_type: distinctList(oneOf(FLEXIBERT_OPERATIONS)),
  num_operation_heads: distinctList(LAYER_KEYS.num_operation_heads),
  feed_forward_dimension: distinctList(LAYER_KEYS.feed_forward_dimension),
  num_feed_forward: distinctList(LAYER_KEYS.num_feed_forward),
  SA: distinctList(OPERATION_PARAMETERS.SA).describe('Parameters of SA layers').optional(),
  LT: distinctList(OPERATION_PARAMETERS.LT).describe('Parameters of LT layers').optional(),
  DSC: distinctList(OPERATION_PARAMETERS.DSC).describe('Kernel sizes of DSC layers').optional(),
};

const spaceKeys = {
  $schema: z.string().optional(),
  hidden_size: distinctList(wholeNumber(1, LIMITS.hiddenSize)).describe('Of the whole model'),
  num_encoder_layers: distinctList(wholeNumber(1, LIMITS.blocks)).describe('Numbers of layers'),
  encoder_layer: z
    .strictObject(layerKeys, { error: 'expected an object with operation_type and the like' })
    .superRefine((layer, context) => {
      for (const type of FLEXIBERT_OPERATIONS) {
        const used = layer.operation_type.includes(type);
        if (used === (layer[type] !== undefined)) continue;
        const message = used
          ? `expected the list of parameters of ${type}, which operation_type names`
          : `expected no parameters of ${type}, which operation_type does not name: add it there, or leave them out`;
        context.addIssue({ code: 'custom', path: [type], message });
      }
    }),
  constraints: CONSTRAINTS,
};

const file = z.strictObject(spaceKeys);

/** Whether the heads of every layer divide every hidden size: then no candidate is invalid. */
function headsDivide({ hidden_size, encoder_layer }: FlexibertSpace): boolean {
  return hidden_size.every((size) =>
    encoder_layer.num_operation_heads.every((heads) => size % heads === 0),
  );
}

/**
 * The form in which Serianni and Kalita publish the FlexiBERT space (their `search_space.json`):
 * lists of values for `hidden_size`, `num_encoder_layers` and the keys of `encoder_layer`, which has
 * the parameters of each operation under its name. Each layer chooses anew.
 */
export const flexibertForm: SpaceForm = {
  name: 'flexibert',
  looksLike: '"hidden_size", "num_encoder_layers" and "encoder_layer" (the form of FlexiBERT)',
  schema: file,
  recognizes: (record) => 'encoder_layer' in record || 'num_encoder_layers' in record,
  read: (record, source) => {
    const checked = checkValue(file, record, source, (error) =>
      strictProblems(error, record, source, (path) =>
        Object.keys(path.length === 0 ? spaceKeys : layerKeys),
      ),
    );
    if (!checked.ok) return checked;
    const { constraints, ...space } = checked.value;
    return success({
      constraints,
      space: {
        source,
        stream: FLEXIBERT_STREAM,
        axes: flexibertAxes(space),
        build: (choices) => buildFlexibert(space, choices),
        alwaysValid: headsDivide(space),
        idPrefix: '',
      },
    });
  },
};
