import { add, greater, less, sub } from '../onnx/compose/arithmetic.ts';
import { gather, gatherElements, where } from '../onnx/compose/selections.ts';
import { expand, integers, reshape } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { tokenPlaces } from './padding.ts';
import { sharedValue, type PassContext } from './pass-context.ts';

/** A function of distances that is the same beyond a distance to either side. */
export interface DistanceRows {
  /** Tells two of them apart. */
  readonly name: string;
  /** From this distance on, to either side, no row changes. */
  readonly reach: number;
  /** From the place of the query less that of the key to a row of a matrix. */
  readonly rowOf: (distance: number) => number;
}

/**
 * How far the token of the query is behind that of the key, below 0 where it is before it: int64
 * [1, 1, queries, keys], or [batch, 1, queries, keys] where the places are known with the padding.
 */
function pairDistances(context: PassContext): GraphValue {
  const { builder, padding, batch, sequenceLength } = context;
  return sharedValue(context, 'distances', () => {
    const rows = padding === null ? 1 : batch;
    const places =
      padding === null
        ? integers(
            builder,
            Array.from({ length: sequenceLength }, (_, place) => place),
          )
        : tokenPlaces(context, padding);
    const column = reshape(builder, places, [rows, 1, sequenceLength, 1]);
    return sub(builder, column, reshape(builder, places, [rows, 1, 1, sequenceLength]));
  });
}

/** The row of every pair of a query and a key, of the shape of {@link pairDistances}. */
export function distanceRows(
  context: PassContext,
  { name, reach, rowOf }: DistanceRows,
): GraphValue {
  const { builder } = context;
  return sharedValue(context, `rows of ${name}`, () => {
    const all = Array.from({ length: 2 * reach + 1 }, (_, index) => rowOf(index - reach));
    const most = builder.constant(reach, [], 'int64');
    const least = builder.constant(-reach, [], 'int64');
    const distances = pairDistances(context);
    const below = where(builder, greater(builder, distances, most), most, distances);
    const within = where(builder, less(builder, below, least), least, below);
    return gather(builder, integers(builder, all), add(builder, within, reach));
  });
}

/** The distances themselves, and 0 for later tokens. */
export function pastDistances(context: PassContext): GraphValue {
  const { builder } = context;
  return sharedValue(context, 'past distances', () => {
    const distances = pairDistances(context);
    const none = builder.constant(0, [], 'int64');
    return where(builder, less(builder, distances, none), none, distances);
  });
}

/**
 * Of the scores that a query has for all rows of a matrix, those of its distances to the keys.
 *
 * @param scores [batch, heads, queries, rows]
 * @param rows int64 [1 or batch, 1, queries, keys]
 * @returns [batch, heads, queries, keys]
 */
export function pickByDistance(
  { builder }: PassContext,
  scores: GraphValue,
  rows: GraphValue,
): GraphValue {
  const shape = [...scores.shape.slice(0, 2), ...rows.shape.slice(2)];
  return gatherElements(builder, scores, expand(builder, rows, shape), 3);
}
