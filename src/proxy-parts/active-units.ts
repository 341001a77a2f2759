import { greater } from '../onnx/compose/arithmetic.ts';
import { oncePerPass } from './once-per-pass.ts';

/**
 * Which units of each feed-forward layer of all blocks are above zero, [B, T, units] each: the
 * activation function keeps the sign, so that it is the same before and after it.
 */
export const activeUnits = oncePerPass(({ builder, blocks }) =>
  blocks.flatMap(({ preActivations }) =>
    preActivations.map((before) => greater(builder, before, 0)),
  ),
);
