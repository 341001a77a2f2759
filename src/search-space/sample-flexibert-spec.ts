import { GROUP_SIZE, randomWords } from '../initialization/random-words.ts';
import { weightStream } from '../initialization/weight-stream.ts';
import { FLEXIBERT_SPACE } from './flexibert-space.ts';

/** One layer of a sampled spec. */
export interface FlexibertLayer {
  readonly operation_type: 'SA' | 'LT' | 'DSC';
  readonly operation_parameter: string | number;
  readonly num_operation_heads: number;
  readonly feed_forward_dimension: number;
  readonly num_feed_forward: number;
}

/** A spec as `zerolm schema` describes it. */
export interface FlexibertSpec {
  readonly hidden_size: number;
  readonly nas_config: { readonly encoder_layers: readonly FlexibertLayer[] };
}

/**
 * Candidate number `index` of the FlexiBERT space under a seed, every key drawn uniformly and
 * independently. It depends on the two numbers alone, so any part of a sample can be drawn again.
 *
 * @param seed a whole number from 0 to 2^53 - 1
 * @param index a whole number from 0 to 2^53 - 1
 * @throws RangeError on any other seed or index
 */
export function sampleFlexibertSpec(seed: number, index: number): FlexibertSpec {
  if (!Number.isSafeInteger(index) || index < 0) {
    throw new RangeError(`index must be a whole number from 0, got ${index}`);
  }
  const stream = weightStream(seed, `flexibert-space/${index}`);
  const words = new Uint32Array(GROUP_SIZE);
  let drawn = 0;
  const choose = <Item>(items: readonly [Item, ...Item[]]): Item => {
    if (drawn % GROUP_SIZE === 0) randomWords(stream, drawn / GROUP_SIZE, 0, words);
    const word = words[drawn % GROUP_SIZE] ?? 0;
    drawn += 1;
    // A 32-bit word times so short a list: the bias is below one in 2^30.
    return items[Math.floor((word * items.length) / 2 ** 32)] ?? items[0];
  };
  const { hidden_size, num_encoder_layers, encoder_layer } = FLEXIBERT_SPACE;
  const hiddenSize = choose(hidden_size);
  const layers = choose(num_encoder_layers);
  return {
    hidden_size: hiddenSize,
    nas_config: {
      encoder_layers: Array.from({ length: layers }, () => {
        const operation = choose(encoder_layer.operation_type);
        return {
          operation_type: operation,
          operation_parameter: choose<string | number>(encoder_layer[operation]),
          num_operation_heads: choose(encoder_layer.num_operation_heads),
          feed_forward_dimension: choose(encoder_layer.feed_forward_dimension),
          num_feed_forward: choose(encoder_layer.num_feed_forward),
        };
      }),
    },
  };
}
