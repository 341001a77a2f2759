import type { ForwardPass } from '../forward/forward-pass.ts';
import type { MeasuredPass } from './network-proxy.ts';

/**
 * What several proxies add to the graph of a forward pass, added once: the nodes are the same
 * whichever proxy asks first. For what needs no gradient: who looks at the loss has to do so itself.
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
