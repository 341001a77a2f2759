import type { ScoreStore } from './score-store.ts';

/** The limit of the memory of the command line, in bytes. */
export const DEFAULT_MEMORY_LIMIT = 2e9;

/** How the work is done. None of it changes a number. */
export interface EngineOptions {
  /**
   * Threads that work, where there is work enough, this one among them unless it would be blocked for
   * long; if absent, this one alone.
   */
  readonly jobs?: number;
  /** Bytes that the process may take, by estimate; what takes more has no score. No limit if absent. */
  readonly memoryLimit?: number;
  /** Whether a measurement serves every architecture that has the matrix; true if absent. */
  readonly cache?: boolean;
  /** A directory that keeps measurements between runs; none if absent. */
  readonly cacheDirectory?: string;
  /** Keeps scores between runs, of proxies that take long; none if absent. */
  readonly scores?: ScoreStore;
  /** Called when that directory fails; the work goes on without it. */
  readonly onWarning?: (message: string) => void;
}
