import { expectFloat, oneInput } from './checks.ts';
import type { GraphValue } from './graph.ts';
import { ofOneOutput, type OneOutputRequest, type Operator } from './operator.ts';

/**
 * An operator that maps every entry of a float tensor by itself.
 *
 * @param gradient of the input; null where it is 0 wherever it exists
 */
export function unaryOperator(
  name: string,
  gradient: ((request: OneOutputRequest) => GraphValue) | null,
): Operator {
  return {
    name,
    infer(application) {
      const [input] = oneInput(application);
      expectFloat(input);
      return [{ type: input.type, shape: input.shape }];
    },
    gradient: gradient && ofOneOutput((request) => [gradient(request)]),
  };
}
