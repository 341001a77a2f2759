import { z } from 'zod';
import { EXPERT_COUNTS } from '../architecture/mixture-of-experts.ts';
import { BUILDS, LTS_FAMILIES } from '../formats/candidate-format.ts';
import { oneOf, wholeNumber } from '../formats/expectations.ts';
import { checkValue } from '../input/check-value.ts';
import { FILE_LIMITS } from '../input/limits.ts';
import { parseJson } from '../input/parse-json.ts';
import { readText } from '../input/read-text.ts';
import { schemaProblems } from '../input/schema-problems.ts';
import { INITIALIZATION_SCHEMES } from '../initialization/initialization-scheme.ts';
import { MAX_SEED } from '../initialization/weight-stream.ts';
import { nearestName } from '../nearest-name.ts';
import { formatPath, quote, type Problem } from '../problem.ts';
import { failure, type Result } from '../result.ts';
import { MODES } from '../scoring/score-settings.ts';
import { balanceOrigin } from './balance-origin.ts';

/** Version of the form of a settings file; a file of another one is refused. */
export const SETTINGS_VERSION = 1;

/** Most seeds of a score. */
const MAX_SEEDS = 1_000_000;

const finite = z.number({ error: 'expected a finite number' });
const text = z.string({ error: 'expected a text' });
const anObject = { error: 'expected an object' };

const settings = z.strictObject(
  {
    balance: z
      .strictObject({ attention: finite, feedForward: finite, embedding: finite }, anObject)
      .refine((balance) => Object.values(balance).some((coefficient) => coefficient !== 0), {
        error: 'expected at least one coefficient that is not 0',
      }),
    capacity: text.describe('Name or formula of the capacity statistic'),
    initialization: oneOf(INITIALIZATION_SCHEMES),
    initializerRange: z
      .union([finite.positive(), z.literal('declared')], {
        error: 'expected a number above 0, or "declared"',
      })
      .optional()
      .describe('0.02 if absent'),
    mode: oneOf(MODES),
    build: oneOf(BUILDS),
    family: oneOf(LTS_FAMILIES).optional(),
    experts: oneOf(EXPERT_COUNTS)
      .optional()
      .describe('Experts of a mixture that counted; all if absent'),
    seed: wholeNumber(0, MAX_SEED).optional(),
    seeds: wholeNumber(1, MAX_SEEDS).optional(),
  },
  anObject,
);

/** A settings file, as `zerolm tune --out` writes it and `--settings` takes it. */
export const settingsFile = z.strictObject({
  settingsVersion: z.literal(SETTINGS_VERSION),
  settings,
  origin: balanceOrigin,
});

/** What a settings file holds. */
export type SettingsFile = z.infer<typeof settingsFile>;

/** The text of a settings file; equal settings give equal bytes. */
export function formatSettingsFile(content: SettingsFile): string {
  return `${JSON.stringify(settingsFile.parse(content), null, 2)}\n`;
}

/** Reads a settings file; every key that is missing, wrong or unknown is a problem. */
export async function readSettingsFile(path: string): Promise<Result<SettingsFile, Problem[]>> {
  const read = await readText(path, FILE_LIMITS.settings);
  if (!read.ok) return refuse(path, read.reason);
  if (read.value.trim() === '') {
    return refuse(path, 'empty: expected a settings file, as zerolm tune --out writes it');
  }
  const parsed = parseJson(read.value);
  if (!parsed.ok) {
    const { line, column, message } = parsed.reason;
    return refuse(`${path}:${line}:${column}`, message);
  }
  return checkSettings(parsed.value, path);
}

function checkSettings(value: unknown, source: string): Result<SettingsFile, Problem[]> {
  if (typeof value !== 'object' || value === null || !('settingsVersion' in value)) {
    const found = typeof value === 'object' ? 'no settingsVersion' : quote(value);
    return refuse(
      source,
      `${found}: expected a settings file, as zerolm tune --out writes it`,
      typeof value === 'object' && value !== null && !Array.isArray(value) ? 'settingsVersion' : '',
    );
  }
  // Before all else: what another version holds is not wrong by the rules of this one.
  if (value.settingsVersion !== SETTINGS_VERSION) {
    return refuse(
      source,
      `${quote(value.settingsVersion)}: expected ${SETTINGS_VERSION}, the version that this zerolm reads; write the file anew with zerolm tune --out`,
      'settingsVersion',
    );
  }
  return checkValue(settingsFile, value, source, problemsOf);
}

function problemsOf({ issues }: z.ZodError, value: unknown, source: string): Problem[] {
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          source,
          path: formatPath([...issue.path, key]),
          message: unknownKey(key, issue.path),
        }))
      : [],
  );
  const others = issues.filter(({ code }) => code !== 'unrecognized_keys');
  return [...schemaProblems(new z.ZodError(others), value, source), ...unknown];
}

/** Known keys by the path of their object. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(settingsFile.shape),
  settings: Object.keys(settings.shape),
  'settings.balance': Object.keys(settings.shape.balance.shape),
  origin: Object.keys(balanceOrigin.shape),
};

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const nearest = nearestName(key, KNOWN[formatPath(path)] ?? []);
  return `unknown key${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
}

function refuse(source: string, message: string, path = ''): Result<never, Problem[]> {
  return failure([{ source, path, message }]);
}
