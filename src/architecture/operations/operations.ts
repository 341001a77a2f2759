import type {
  LinearTransform,
  Operation,
  SelfAttention,
  SeparableConvolution,
} from '../operation.ts';
import { linearTransform } from './linear-transform.ts';
import type { OperationForm } from './operation-form.ts';
import { selfAttention } from './self-attention.ts';
import { separableConvolution } from './separable-convolution.ts';

/** Every operation by its kind. */
export const OPERATIONS = {
  'self-attention': selfAttention,
  'linear-transform': linearTransform,
  'separable-convolution': separableConvolution,
} satisfies Record<Operation['kind'], unknown> & {
  readonly 'self-attention': OperationForm<SelfAttention>;
  readonly 'linear-transform': OperationForm<LinearTransform>;
  readonly 'separable-convolution': OperationForm<SeparableConvolution>;
};

/** The form of an operation. */
export function formOf({ kind }: Operation): OperationForm<Operation> {
  return OPERATIONS[kind];
}

/** The name of an operation: its parameter, where that is a name, or its kind and its number. */
export function nameOfOperation(operation: Operation): string {
  const { kind } = operation;
  const { parameter } = formOf(operation);
  if (parameter === null) return kind;
  const value = String(new Map<string, unknown>(Object.entries(operation)).get(parameter.name));
  return parameter.values === 'odd-numbers' ? `${kind}-${value}` : value;
}
