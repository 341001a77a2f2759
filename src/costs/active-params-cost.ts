import { idleParameters } from '../architecture/idle-parameters.ts';
import { failure, success } from '../result.ts';
import type { CountedCost } from './cost.ts';

/** Parameters that a token is computed with: of a mixture, the experts that it is routed to. */
export const activeParamsCost: CountedCost = {
  name: 'active-params',
  unit: 'parameters',
  title: 'active',
  subject: 'active parameters',
  dependsOn: [],
  describe: () => 'parameters that a token is computed with',
  isSum: true,
  count: ({ architecture, parameters }) =>
    architecture === null
      ? failure(
          'a checkpoint does not say which experts a token is routed to; its params are known',
        )
      : success(parameters - idleParameters(architecture)),
};
