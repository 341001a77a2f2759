import type { LeaderboardRow } from '../evaluation/leaderboard-row.ts';
import type { Problem } from '../problem.ts';

/**
 * What the rows of a leaderboard warn of, each remark once: proxies that share it are named
 * together. Of a proxy that scores no candidate at all nothing is said, since its candidates are
 * named before.
 *
 * @param unscored names of those proxies
 */
export function leaderboardWarnings(
  rows: readonly LeaderboardRow[],
  unscored: ReadonlySet<string>,
): Problem[] {
  const proxies = new Map<string, string[]>();
  for (const row of rows) {
    if (!row.ok && unscored.has(row.proxy)) continue;
    for (const message of row.ok ? row.warnings : [row.reason]) {
      const own = proxies.get(message);
      if (own === undefined) proxies.set(message, [row.proxy]);
      else own.push(row.proxy);
    }
  }
  return [...proxies].map(([message, names]) => ({
    source: names.join(', '),
    path: '',
    message,
  }));
}
