import type { ForwardPass } from '../forward/forward-pass.ts';
import type { MeasuredPass } from './network-proxy.ts';

/**
 * Adds to the graph of a forward pass what several proxies share, once: the nodes are the same
 * whichever proxy asks first. Not for gradients: each proxy must look at the loss itself.
 */
export function oncePerPass<Value>(
  make: (forward: ForwardPass) => Value,
): (pass: Pick<MeasuredPass, 'forward'>) => Value {
  const made = new WeakMap<ForwardPass, { readonly value: Value }>();
  return ({ forward }) => {
    const known = made.get(forward);
    if (known !== undefined) return known.value;
    const value = make(forward);
    made.set(forward, { value });
    return value;
  };
}
