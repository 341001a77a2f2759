import { createHash } from 'node:crypto';
import { success } from '../result.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { Warn } from './define-workflow.ts';
import { withStore } from './network-settings.ts';
import type { OpenedScorer } from './open-scorer.ts';
import { describeScoring } from './scoring.ts';
import { SequenceLengths } from './sequence-lengths.ts';

/** Scores and measured costs of candidates, by the keys of their architectures, that are kept between runs. */
export interface EvaluationStore {
  readonly score: (key: string) => number | undefined;
  readonly cost: (key: string) => number | undefined;
  readonly keepScores: (found: ReadonlyMap<string, number>) => void;
  readonly keepCosts: (found: ReadonlyMap<string, number>) => void;
}

/**
 * The scores and costs in a file, under the settings of a search and this version of the program:
 * those of other settings have other keys, and are not found. A proxy that runs the network keeps
 * its scores itself, one by one as they are finished. Null where no file was asked for.
 */
export function openEvaluationStore(
  path: string | undefined,
  { scoring, proxy, cost }: OpenedScorer,
  warn: Warn,
): EvaluationStore | null {
  const own = proxy?.settings.engine.scores;
  const store = own ?? withStore(scoring.engine, path, warn).scores;
  if (store === undefined) return null;
  const facts = proxy?.describe([], new SequenceLengths());
  const ofScore = [HEADING.tool.version, describeScoring(scoring, []), facts];
  const entries = (name: string, settings: readonly unknown[]) => {
    const keyOf = (key: string): string =>
      createHash('sha256')
        .update(JSON.stringify([key, name, settings]))
        .digest('hex');
    return {
      read: (key: string): number | undefined => {
        const result = store.read(keyOf(key));
        return result?.ok === true ? result.value : undefined;
      },
      keep: (found: ReadonlyMap<string, number>): void => {
        store.write(
          [...found].map(([key, value]) => ({
            key: keyOf(key),
            proxy: name,
            result: success(value),
          })),
        );
      },
    };
  };
  const scores = entries(facts?.name ?? 'zerolm', ofScore);
  const costs = entries(cost?.settings.name ?? '', [cost?.settings]);
  return {
    score: own === undefined ? scores.read : () => undefined,
    cost: costs.read,
    keepScores: own === undefined ? scores.keep : () => undefined,
    keepCosts: costs.keep,
  };
}
