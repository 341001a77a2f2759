/** The functions that may follow a feed-forward layer. */
export const ACTIVATIONS = [
  'gelu',
  'gelu-tanh',
  'gelu-10',
  'quick-gelu',
  'relu',
  'relu-squared',
  'relu6',
  'leaky-relu',
  'silu',
  'sigmoid',
  'tanh',
  'mish',
  'laplace',
  'linear',
] as const;

/**
 * The function that follows a feed-forward layer. `gelu` is `x Phi(x)`, with the error function;
 * `gelu-tanh` is its approximation by the hyperbolic tangent (Hendrycks and Gimpel 2016).
 */
export type Activation = (typeof ACTIVATIONS)[number];
