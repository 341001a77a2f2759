import type { ScoreStore } from './score-store.ts';

/** How the work is done. None of it changes a number. */
export interface EngineOptions {
  /** Worker threads that measure matrices, where there is work enough; 1, this thread, if absent. */
  readonly jobs?: number;
  /** Whether a measurement serves every architecture that has the matrix; true if absent. */
  readonly cache?: boolean;
  /** A directory that keeps measurements between runs; none if absent. */
  readonly cacheDirectory?: string;
  /** Keeps scores between runs, of proxies that take long; none if absent. */
  readonly scores?: ScoreStore;
  /** Called when that directory fails; the work goes on without it. */
  readonly onWarning?: (message: string) => void;
}
