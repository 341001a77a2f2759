import { expectSameType, expectType, threeInputs } from '../checks.ts';
import { where as select } from '../compose/selections.ts';
import { sumTo } from '../compose/sum-to.ts';
import { nth } from '../nth.ts';
import { ofOneOutput, type Operator } from '../operator.ts';
import { broadcastShape } from '../shape.ts';

/** Entries of the second input where the first holds, of the third elsewhere. */
export const where: Operator = {
  name: 'Where',
  infer(application) {
    const [condition, yes, no] = threeInputs(application);
    expectType(condition, 'bool');
    expectSameType(yes, no);
    const shape = broadcastShape(condition.shape, broadcastShape(yes.shape, no.shape));
    return [{ type: yes.type, shape }];
  },
  gradient: ofOneOutput(({ builder, node, gradient }) => {
    const [condition, yes, no] = [nth(node.inputs, 0), nth(node.inputs, 1), nth(node.inputs, 2)];
    const zero = builder.constant(0, [], gradient.type);
    return [
      null,
      sumTo(builder, select(builder, condition, gradient, zero), yes.shape),
      sumTo(builder, select(builder, condition, zero, gradient), no.shape),
    ];
  }),
};
