import type { LeaderboardRow } from '../evaluation/leaderboard-row.ts';
import {
  FEWEST_REPEATED,
  type NoiseCeiling,
  type RepeatedTruth,
} from '../evaluation/noise-ceiling.ts';
import { groupBy } from '../group-by.ts';
import { flops } from '../proxies/flops.ts';
import { paramsNoEmbedding } from '../proxies/params-no-embedding.ts';
import { params } from '../proxies/params.ts';
import type { Problem } from '../problem.ts';
import type { Result } from '../result.ts';

/**
 * The warnings of the rows of a leaderboard, each once: proxies that share it are named together.
 *
 * @param unscored names of proxies without any score, which other warnings name
 */
export function leaderboardWarnings(
  rows: readonly LeaderboardRow[],
  unscored: ReadonlySet<string>,
): Problem[] {
  const warnings = rows.flatMap((row) => {
    if (!row.ok && unscored.has(row.proxy)) return [];
    const messages = row.ok ? row.warnings : [row.reason];
    return messages.map((message) => ({ proxy: row.proxy, message }));
  });
  return [...groupBy(warnings, ({ message }) => message)].map(([message, own]) => ({
    source: own.map(({ proxy }) => proxy).join(', '),
    path: '',
    message,
  }));
}

/** Proxies that count parameters or work. */
const SIZES: ReadonlySet<string> = new Set(
  [params, paramsNoEmbedding, flops].map(({ name }) => name),
);

/** That larger candidates are worse, where the whole interval of the tau-b of a size is below 0. */
export function sizeWarnings(rows: readonly LeaderboardRow[]): Problem[] {
  const negative = rows.flatMap((row) =>
    row.ok && SIZES.has(row.proxy) && (row.kendallTauB.ci95?.[1] ?? 0) < 0 ? [row] : [],
  );
  if (negative.length === 0) return [];
  const values = negative.map(
    ({ proxy, kendallTauB }) => `${proxy} ${kendallTauB.value.toFixed(3)}`,
  );
  const message = `bigger is worse here (tau-b of ${values.join(', ')}): more data for the smaller candidates, or a scaling law, may explain it; compare candidates of equal training with --within`;
  return [{ source: '', path: '', message }];
}

/**
 * Why there is no noise ceiling, or why it is too low. That few were measured more than once is no
 * fault, and no warning.
 *
 * @param runs the measurements of each item
 */
export function ceilingWarnings(
  result: Result<NoiseCeiling>,
  rows: readonly LeaderboardRow[],
  runs: RepeatedTruth['runs'],
): Problem[] {
  const warn = (message: string): Problem[] => [{ source: '', path: '', message }];
  const repeated = runs.filter(({ length }) => length > 1).length;
  if (!result.ok && repeated < FEWEST_REPEATED) return [];
  if (!result.ok) return warn(`no noise ceiling: ${result.reason}`);
  const { value, ci95 } = result.value.kendallTauB;
  const above = rows.find((row) => row.ok && row.kendallTauB.value > (ci95?.[1] ?? value));
  if (above?.ok !== true) return [];
  return warn(
    `the noise ceiling of tau-b, ${value.toFixed(3)}, is below that of ${above.proxy}, ${above.kendallTauB.value.toFixed(3)}: it is too low, because those that were measured more than once are not like the other candidates`,
  );
}
