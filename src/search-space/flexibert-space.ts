import { plainAxis, type Axis } from './axis.ts';
import type { Choices } from './choices-at.ts';

/** The operations of the FlexiBERT space. */
export const FLEXIBERT_OPERATIONS = ['SA', 'LT', 'DSC'] as const;

type OperationType = (typeof FLEXIBERT_OPERATIONS)[number];

/** A search space in the form in which Serianni and Kalita publish theirs. */
export interface FlexibertSpace {
  readonly hidden_size: readonly number[];
  readonly num_encoder_layers: readonly number[];
  readonly encoder_layer: {
    readonly operation_type: readonly OperationType[];
    readonly num_operation_heads: readonly number[];
    readonly feed_forward_dimension: readonly number[];
    readonly num_feed_forward: readonly number[];
    /** Parameters of each operation that is among the types. */
    readonly SA?: readonly string[] | undefined;
    readonly LT?: readonly string[] | undefined;
    readonly DSC?: readonly number[] | undefined;
  };
}

/**
 * The FlexiBERT search space of Serianni and Kalita (ACL 2023, table 1), in the form of their
 * `search_space.json`: the choices of each key, and the parameters of each operation.
 */
export const FLEXIBERT_SPACE = {
  hidden_size: [128, 256],
  num_encoder_layers: [2, 4],
  encoder_layer: {
    operation_type: ['SA', 'LT', 'DSC'],
    num_operation_heads: [2, 4],
    feed_forward_dimension: [512, 1024],
    num_feed_forward: [1, 3],
    SA: ['SDP', 'WMA'],
    LT: ['DFT', 'DCT'],
    DSC: [5, 9],
  },
} as const satisfies FlexibertSpace;

/** One layer of a sampled spec. */
export interface FlexibertLayer {
  readonly operation_type: OperationType;
  readonly operation_parameter: string | number;
  readonly num_operation_heads: number;
  readonly feed_forward_dimension: number;
  readonly num_feed_forward: number;
}

/** A spec of the schema that `zerolm schema` prints. */
export interface FlexibertSpec {
  readonly hidden_size: number;
  readonly nas_config: { readonly encoder_layers: readonly FlexibertLayer[] };
}

/**
 * The axes of a space of that form: hidden size, number of layers, and for each layer its operation
 * with its parameter, heads, width and stack.
 */
export function flexibertAxes({
  hidden_size,
  num_encoder_layers,
  encoder_layer: layer,
}: FlexibertSpace): Axis[] {
  const operation: Axis = {
    options: layer.operation_type.map((type) => ({
      opens: [plainAxis(layer[type]?.length ?? 0)],
      times: 1,
    })),
  };
  const opens = [
    operation,
    plainAxis(layer.num_operation_heads.length),
    plainAxis(layer.feed_forward_dimension.length),
    plainAxis(layer.num_feed_forward.length),
  ];
  const layers: Axis = { options: num_encoder_layers.map((times) => ({ opens, times })) };
  return [plainAxis(hidden_size.length), layers];
}

/** The spec of choices along {@link flexibertAxes}. */
export function buildFlexibert(space: FlexibertSpace, choices: Choices): FlexibertSpec {
  let place = 0;
  const pick = <Item>(items: readonly Item[] = []): Item => {
    const item = items[choices[place] ?? 0];
    if (item === undefined) throw new RangeError('the choices are not of this space');
    place += 1;
    return item;
  };
  const { encoder_layer: own } = space;
  const hiddenSize = pick(space.hidden_size);
  const layers = pick(space.num_encoder_layers);
  const encoderLayers: FlexibertLayer[] = [];
  while (encoderLayers.length < layers) {
    const operation = pick(own.operation_type);
    encoderLayers.push({
      operation_type: operation,
      operation_parameter: pick<string | number>(own[operation]),
      num_operation_heads: pick(own.num_operation_heads),
      feed_forward_dimension: pick(own.feed_forward_dimension),
      num_feed_forward: pick(own.num_feed_forward),
    });
  }
  return { hidden_size: hiddenSize, nas_config: { encoder_layers: encoderLayers } };
}
