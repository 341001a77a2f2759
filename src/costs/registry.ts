import type { CountedCost } from './cost.ts';
import { flopsCost } from './flops-cost.ts';
import { memoryCost } from './memory-cost.ts';
import { paramsCost } from './params-cost.ts';

/** Every cost that is counted by its name, in the order in which they are listed. */
export const COUNTED_COSTS = {
  flops: flopsCost,
  params: paramsCost,
  memory: memoryCost,
} as const satisfies Readonly<Record<string, CountedCost>>;

/** The names of all costs; that of latency, which is measured, comes last. */
export const COST_NAMES = ['flops', 'params', 'memory'] as const;

/** The name of a cost. */
export type CostName = (typeof COST_NAMES)[number];
