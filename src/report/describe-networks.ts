import type { ProxySettings } from '../proxies/proxy.ts';
import type { EvaluateDocument } from './documents/evaluate-document.ts';

type NetworksDocument = NonNullable<EvaluateDocument['settings']['network']>;

/**
 * How networks were run, as a document carries it.
 *
 * @param tokens the file of the tokens and the hash of their ids; null where they were drawn
 */
export function describeNetworks(
  { network, scoring }: Pick<ProxySettings, 'network' | 'scoring'>,
  tokens: { readonly source: string; readonly digest: string } | null,
): NetworksDocument {
  const { batch, loss, memoryLimit } = network;
  const { seed, seeds } = scoring;
  return {
    batch,
    loss,
    tokens: tokens === null ? 'drawn' : { source: tokens.source, sha256: tokens.digest },
    seed,
    seeds,
    memoryLimit,
  };
}

/** The same in a line. */
export function titleOfNetworks(
  { batch, loss, tokens, seed, seeds }: NetworksDocument,
  sequenceLength: number,
): string {
  const from = tokens === 'drawn' ? 'drawn tokens' : `tokens of ${tokens.source}`;
  const drawn = seeds === 1 ? `seed ${seed}` : `seeds ${seed} to ${seed + seeds - 1}`;
  return `networks: ${batch} x ${sequenceLength} ${from}, ${loss} loss, ${drawn}`;
}
