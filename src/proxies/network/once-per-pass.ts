import type { MeasuredPass } from '../network-proxy.ts';

/**
 * What several proxies add to a pass, added once: the nodes are the same whichever proxy asks
 * first.
 */
export function oncePerPass<Value>(
  make: (pass: MeasuredPass) => Value,
): (pass: MeasuredPass) => Value {
  const made = new WeakMap<MeasuredPass, { readonly value: Value }>();
  return (pass) => {
    const known = made.get(pass);
    if (known !== undefined) return known.value;
    const value = make(pass);
    made.set(pass, { value });
    return value;
  };
}
