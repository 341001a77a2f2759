/** `zerolm/search-space`: spaces of candidates, counted, walked and drawn from. */
export type { Axis, Option } from '../search-space/axis.ts';
export { LeftOut } from '../search-space/candidate-check.ts';
export { compileConstraint, type Constraint } from '../search-space/constraint.ts';
export { FLEXIBERT_SPACE, type FlexibertSpace } from '../search-space/flexibert-space.ts';
export { QUANTITY_NAMES, type QuantityName } from '../search-space/quantities.ts';
export { parseSearchSpace, readSearchSpace } from '../search-space/read-search-space.ts';
export { sampleFlexibertSpec } from '../search-space/sample-flexibert-spec.ts';
export type { SearchSpace } from '../search-space/search-space.ts';
export type { SpaceCandidate } from '../search-space/space-candidate.ts';
export { SpaceSampler, type SampleStep } from '../search-space/space-sampler.ts';
export { sizeOfAxes } from '../search-space/space-size.ts';
export { SpaceWalk } from '../search-space/space-walk.ts';
