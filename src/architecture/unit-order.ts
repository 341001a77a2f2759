/**
 * Which units of a layer a sub-network keeps first, its feed-forward neurons and its heads: the leading
 * ones, or those with the largest weights.
 */
export const UNIT_ORDERS = ['leading', 'magnitude'] as const;

/** Which units of a layer a sub-network keeps first. */
export type UnitOrder = (typeof UNIT_ORDERS)[number];
