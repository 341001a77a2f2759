import { findStatistic } from '../capacity/find-statistic.ts';
import type { Problem } from '../problem.ts';
import type { BalanceOrigin } from '../scoring/score-settings.ts';
import { readSettingsFile } from '../tuning/settings-file.ts';
import type { Warn } from './define-workflow.ts';
import { flagOf } from './ignored-options.ts';
import { accepted, Refusal } from './refusal.ts';
import { BALANCE_FIELDS, type ScoringRequest } from './scoring-request.ts';

/**
 * The request with the settings of a file in every field that is absent. Warns of a field that
 * differs from the file, since the balance was chosen with the settings of the file.
 */
export async function applySettingsFile(
  request: ScoringRequest,
  file: string,
  warn: Warn,
): Promise<ScoringRequest & { readonly origin?: BalanceOrigin }> {
  const { settings, origin } = accepted(await readSettingsFile(file));
  const { balance, experts = 'all', family, initializerRange, seed, seeds, ...rest } = settings;
  // An expected score has no seed: those of the file go with its mode.
  const isSampled = (request.mode ?? settings.mode) === 'sampled';
  const fromFile: ScoringRequest = {
    ...rest,
    experts,
    ...(family !== undefined && { family }),
    ...(initializerRange !== undefined && { initializerRange }),
    ...(isSampled && seed !== undefined && { seed }),
    ...(isSampled && seeds !== undefined && { seeds }),
  };
  if (request.capacity === undefined) checkCapacity(settings.capacity, file);
  const own = BALANCE_FIELDS.find((field) => request[field] !== undefined);
  const given = new Map<string, unknown>(Object.entries(request));
  const warnings = Object.entries(fromFile).flatMap(([field, value]): Problem[] => {
    const instead = given.get(field);
    if (instead === undefined || instead === value) return [];
    const why = own === undefined ? ': its balance was chosen with that' : '';
    const message = `overrides ${String(value)} of ${file}${why}`;
    return [{ source: flagOf(field), path: '', message }];
  });
  if (own !== undefined) {
    warnings.push({ source: flagOf(own), path: '', message: `overrides the balance of ${file}` });
  }
  warn(warnings);
  return {
    ...fromFile,
    ...request,
    ...(own === undefined && { balance, origin: { file, ...origin } }),
  };
}

/** Refuses an unknown statistic by its place in the file. */
function checkCapacity(capacity: string, source: string): void {
  const found = findStatistic(capacity);
  if (found.ok) return;
  const message = `"${capacity}": ${found.reason}`;
  throw new Refusal([{ source, path: 'settings.capacity', message }]);
}
