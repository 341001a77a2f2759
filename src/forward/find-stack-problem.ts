import type { Architecture } from '../architecture/architecture.ts';
import { stacksOf } from './stacks.ts';

/** Why the stacks of a model can't be run one after the other; null if they can. */
export function findStackProblem(architecture: Architecture): string | null {
  const { blocks } = architecture;
  const { encoder, decoder } = stacksOf(architecture);
  const hasPair = encoder.length > 0 && decoder.length > 0;
  const crossed = blocks.findIndex(({ crossAttention }) => crossAttention);
  if (!hasPair) {
    return crossed === -1
      ? null
      : `block ${crossed}: attention over the output of an encoder can't be run without one before it`;
  }
  if (encoder.some(({ block }) => block.crossAttention)) {
    return "an encoder that attends to another one can't be run";
  }
  if (encoder.some(({ index, place }) => index !== place)) {
    return "an encoder after its decoder can't be run";
  }
  const [{ hiddenSize }] = blocks;
  if (blocks.some((block) => block.hiddenSize !== hiddenSize)) {
    return "an encoder and a decoder of several widths can't be run";
  }
  const other = blocks.findIndex(
    ({ crossAttention, operation }) =>
      crossAttention && (operation.kind !== 'self-attention' || operation.latent !== null),
  );
  return other === -1
    ? null
    : `block ${other}: attention over the output of an encoder can't be run beside latent attention or another operation`;
}
