import { z } from 'zod';
import type { Activation } from '../../architecture/activation.ts';
import { quote, type Problem } from '../../problem.ts';

/** What the transformers library calls the activation functions, the usual name of each first. */
export const ACTIVATION_NAMES = {
  gelu: 'gelu',
  gelu_new: 'gelu-tanh',
  gelu_pytorch_tanh: 'gelu-tanh',
  gelu_fast: 'gelu-tanh',
  gelu_accurate: 'gelu-tanh',
  gelu_python: 'gelu',
  gelu_python_tanh: 'gelu-tanh',
  gelu_10: 'gelu-10',
  quick_gelu: 'quick-gelu',
  relu: 'relu',
  relu2: 'relu-squared',
  relu6: 'relu6',
  leaky_relu: 'leaky-relu',
  silu: 'silu',
  swish: 'silu',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  mish: 'mish',
  laplace: 'laplace',
  linear: 'linear',
} as const satisfies Readonly<Record<string, Activation>>;

/** A name of an activation function. */
export type ActivationName = keyof typeof ACTIVATION_NAMES;

const NAMES = Object.keys(ACTIVATION_NAMES).filter(isActivationName);

/** What is expected of a name of an activation function. */
export const ACTIVATION_EXPECTATION = `expected the name of an activation function: ${NAMES.map(quote).join(', ')}`;

/** The name of an activation function, under the key of a family. */
export const activationName = (
  fallback: ActivationName,
): z.ZodDefault<z.ZodEnum<{ [Name in ActivationName]: Name }>> =>
  z.enum(NAMES, { error: ACTIVATION_EXPECTATION }).default(fallback);

/** What families call their activation function. */
export const ACTIVATION_KEYS: readonly string[] = [
  ...['hidden_act', 'hidden_activation', 'activation_function', 'activation'],
];

/**
 * Problems of a config that names a function which is none under one of these keys. A family that has
 * its own function passes them over, but a name that is wrong is not to pass unnoticed.
 */
export function unknownActivations(
  record: object,
  keys: readonly string[],
): readonly Omit<Problem, 'source'>[] {
  return keys.flatMap((path) => {
    const value: unknown = Object.hasOwn(record, path) ? Reflect.get(record, path) : null;
    return typeof value === 'string' && !isActivationName(value)
      ? [{ path, message: `${quote(value)}: ${ACTIVATION_EXPECTATION}` }]
      : [];
  });
}

/** Whether the transformers library has an activation function of that name. */
export function isActivationName(name: string): name is ActivationName {
  return Object.hasOwn(ACTIVATION_NAMES, name);
}

/** The usual name of an activation function. */
export function nameOfActivation(activation: Activation): string {
  return NAMES.find((name) => ACTIVATION_NAMES[name] === activation) ?? activation;
}
