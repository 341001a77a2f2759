import type { Architecture } from '../architecture/architecture.ts';
import type { NetworkScore } from './network-scorer.ts';

/** A request to a thread. */
export type NetworkRequest =
  | {
      readonly kind: 'prepare';
      readonly architecture: Architecture;
      /** Names of the registry: functions do not travel. */
      readonly proxies: readonly string[];
    }
  | { readonly kind: 'run'; readonly seed: number }
  | { readonly kind: 'close' };

/** The answer of a thread; every request but `close` gets one. */
export type NetworkAnswer =
  | { readonly kind: 'prepared'; readonly bytes: number }
  | { readonly kind: 'scored'; readonly scores: readonly NetworkScore[] }
  | { readonly kind: 'thrown'; readonly message: string };
