import { FAMILIES } from '../architecture/family.ts';
import { z } from 'zod';
import { checkValue } from '../input/check-value.ts';
import { FILE_LIMITS } from '../input/limits.ts';
import { parseJson } from '../input/parse-json.ts';
import { readText } from '../input/read-text.ts';
import { quote, type Problem } from '../problem.ts';
import { failure, type Result } from '../result.ts';
import { FEATURE_NAMES, FEATURES_VERSION } from './pool-features.ts';

/** Version of the form of a kept model; a file of another one is refused. */
export const MODEL_VERSION = 1;

const finite = z.number({ error: 'expected a finite number' });
const text = z.string({ error: 'expected a text' });

const scale = z.strictObject({
  mean: finite,
  deviation: finite.positive().nullable().describe('Null where nothing varied'),
});

const label = z.strictObject({
  id: text,
  quality: finite,
  prior: finite.describe('Standardized'),
  features: z.array(finite).describe('Standardized, without those that did not vary'),
});

/** Settings by name: how records were read, and how the prior was scored. */
export const keptModelSettings = z.record(z.string(), z.unknown());

/** Labels and scales that predictions follow from, as `zerolm predict --out` keeps them. */
export const keptModel = z
  .strictObject({
    modelVersion: z.literal(MODEL_VERSION),
    featuresVersion: z.literal(FEATURES_VERSION),
    prior: text.describe('Name of the proxy, or none'),
    settings: keptModelSettings,
    families: z.array(z.enum(FAMILIES)),
    direction: z.enum(['higher-is-better', 'lower-is-better']),
    quality: text.describe('Name of the measured quality'),
    scales: z.strictObject({ prior: scale, features: z.array(scale).length(FEATURE_NAMES.length) }),
    labels: z.array(label).min(3),
    version: text.describe('Of zerolm'),
  })
  .refine(
    ({ scales, labels }) => {
      const kept = scales.features.filter(({ deviation }) => deviation !== null).length;
      return labels.every(({ features }) => features.length === kept);
    },
    { error: 'expected as many features of each label as vary', path: ['labels'] },
  );

/** What a kept model holds. */
export type KeptModel = z.infer<typeof keptModel>;

/** The text of a kept model; equal models give equal bytes. */
export function formatKeptModel(content: KeptModel): string {
  return `${JSON.stringify(keptModel.parse(content), null, 2)}\n`;
}

/** Reads a kept model; every key that is missing, wrong or unknown is a problem. */
export async function readKeptModel(path: string): Promise<Result<KeptModel, readonly Problem[]>> {
  const read = await readText(path, FILE_LIMITS.settings);
  if (!read.ok) return refuse(path, read.reason);
  const parsed = parseJson(read.value);
  if (!parsed.ok) {
    const { line, column, message } = parsed.reason;
    return refuse(`${path}:${line}:${column}`, message);
  }
  const value: unknown = parsed.value;
  if (typeof value !== 'object' || value === null || !('modelVersion' in value)) {
    return refuse(path, 'no modelVersion: expected a model that zerolm predict --out has written');
  }
  // Before all else: what another version holds is not wrong by the rules of this one.
  for (const [key, expected] of [
    ['modelVersion', MODEL_VERSION],
    ['featuresVersion', FEATURES_VERSION],
  ] as const) {
    const found: unknown = Reflect.get(value, key);
    if (found === expected) continue;
    const message = `${quote(found)}: expected ${expected}, the version that this zerolm applies; make the model anew with zerolm predict --out`;
    return refuse(path, message, key);
  }
  return checkValue(keptModel, value, path);
}

function refuse(source: string, message: string, path = ''): Result<never, readonly Problem[]> {
  return failure([{ source, path, message }]);
}
