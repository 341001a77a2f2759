import type { Activation } from '../architecture/activation.ts';
import type { Architecture } from '../architecture/architecture.ts';
import type { AttentionScaling } from '../architecture/operation.ts';

/** What the blocks of a model compute, besides their shapes. */
export interface BlockFunction {
  readonly activation: Activation;
  readonly causal: boolean;
  readonly scaling: AttentionScaling | number;
}

/** What the first block of a model computes; forms have one for all. */
export function functionOf({ blocks: [block] }: Architecture): BlockFunction {
  const { activation, causal, operation } = block;
  const scaling = operation.kind === 'self-attention' ? operation.scaling : 'head-size';
  return { activation, causal, scaling };
}
