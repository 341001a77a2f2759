import type { Result } from '../result.ts';
import type { Proxy } from '../proxy-parts/proxy.ts';

/** What a proxy says of architectures. */
export interface ProxyScores {
  readonly proxy: Proxy;
  /** For each architecture, in their order, its score; or the reason why it has none. */
  readonly results: readonly Result<number>[];
  /** The time that the scores took; of proxies that were run together, the part of each. */
  readonly milliseconds: number;
}
