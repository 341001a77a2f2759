import type { NetworkMeasure } from './network-proxy.ts';

/** A score that several proxies take from the same outputs, computed once for each run. */
export function oncePerRun(score: NetworkMeasure['score']): NetworkMeasure['score'] {
  const known = new WeakMap<object, ReturnType<NetworkMeasure['score']>>();
  return (tensors) => {
    const [key] = tensors;
    if (key === undefined) return score(tensors);
    const found = known.get(key) ?? score(tensors);
    known.set(key, found);
    return found;
  };
}
