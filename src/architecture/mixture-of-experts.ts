/**
 * Groups of equally many experts, of which a token may be routed to those of some alone (DeepSeek-AI
 * 2024, section 2.2).
 */
export interface ExpertGroups {
  readonly count: number;
  /** Groups that a token may be routed to the experts of. */
  readonly chosen: number;
  /** By the sum of how many of its best scores a group is chosen: 1 in DeepSeek-V2, 2 in V3. */
  readonly best: number;
}

/** Several feed-forward networks of which a router chooses some for every token. */
export interface MixtureOfExperts {
  /** Experts, each of the block's feed-forward widths; the router is a matrix count x h. */
  readonly count: number;
  /** Experts that a token is routed to, at most as many. */
  readonly routed: number;
  /** Width of one more that every token takes; null for none. */
  readonly sharedWidth: number | null;
  /** Whether that one has a gate 1 x h, as in Qwen2-MoE. */
  readonly sharedGate: boolean;
  /** Whether the router has a bias for every expert that is trained. */
  readonly routerBias: boolean;
  /** What makes weights of the scores of the router, and whether those of the chosen sum to 1. */
  readonly score: 'softmax' | 'sigmoid';
  readonly normalized: boolean;
  /** What these weights multiply: the outputs of the experts, or what they read, as in Llama 4. */
  readonly weighs: 'outputs' | 'inputs';
  /** Null where a token may be routed to all of them. */
  readonly groups: ExpertGroups | null;
  /** What the sum over the chosen experts is multiplied by. */
  readonly scale: number;
  /** Whether a checkpoint stacks the experts in one tensor for each layer. */
  readonly stacked: boolean;
  /** Whether all experts count for capacity, or as many as a token is routed to. */
  readonly counted: ExpertCount;
}

/** Which experts count for capacity, the default first; parameters are those of all. */
export const EXPERT_COUNTS = ['all', 'routed'] as const;

/** Which experts count for capacity. */
export type ExpertCount = (typeof EXPERT_COUNTS)[number];
