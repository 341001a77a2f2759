import { activeParamsCost } from './active-params-cost.ts';
import type { Cost, CountedCost } from './cost.ts';
import { flopsCost } from './flops-cost.ts';
import { latencyCost } from './latency-cost.ts';
import { memoryCost } from './memory-cost.ts';
import { paramsCost } from './params-cost.ts';

/** The names of all costs, in the order in which they are listed. */
export const COST_NAMES = ['flops', 'params', 'active-params', 'memory', 'latency'] as const;

/** The name of a cost. */
export type CostName = (typeof COST_NAMES)[number];

/** Every cost by its name; those that are counted say how. */
export const COSTS: Readonly<Record<CostName, Cost | CountedCost>> = {
  flops: flopsCost,
  params: paramsCost,
  'active-params': activeParamsCost,
  memory: memoryCost,
  latency: latencyCost,
};
