import type { Result } from '../result.ts';
import type { Proxy } from '../proxy-parts/proxy.ts';

/** The scores of architectures by one proxy. */
export interface ProxyScores {
  readonly proxy: Proxy;
  /** The score of each architecture in their order, or the reason why it has none. */
  readonly results: readonly Result<number>[];
  /** The time that the scores took; its share where several proxies were run together. */
  readonly milliseconds: number;
}
