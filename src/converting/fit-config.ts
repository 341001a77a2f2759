import { z } from 'zod';
import type { Architecture } from '../architecture/architecture.ts';
import type { HuggingFaceFamily } from '../formats/hugging-face/family.ts';
import { compareModels, type Difference } from './compare-models.ts';
import { MEANING_OF, MEANINGS } from './config-values.ts';

/** A config of a family, and how the model that it describes differs from the one that was asked for. */
export interface Fit {
  readonly config: Readonly<Record<string, unknown>>;
  /** As the reader of the family reads the config. */
  readonly architecture: Architecture;
  readonly differences: readonly Difference[];
}

/** Most choices of a key that are tried. */
const MAX_CHOICES = 16;

/** Most fields that may differ before keys are tried: beyond, it is a family of another kind. */
const MAX_TRIED = 12;

/** Times that all keys with choices are tried, since one may help after another. */
const ROUNDS = 2;

/**
 * A config of a family with what is known of its keys by their names, and sizes corrected by what is
 * wrong in the model that it describes; undefined where it is refused. It is read as any other, so
 * whatever a family does with its keys, a config without a difference describes the architecture.
 */
export function fitConfig(target: Architecture, family: HuggingFaceFamily): Fit | undefined {
  const keys = keysOf(family);
  const config: Record<string, unknown> = { model_type: family.modelType };
  for (const { keys: names, of, always = false } of MEANINGS) {
    for (const name of names) {
      const schema = keys.get(name);
      if (schema === undefined) continue;
      const fallback = defaultOf(schema);
      const value = of(target, fallback);
      if (value === undefined || (!always && isSame(value, fallback))) continue;
      config[name] = value;
    }
  }
  const first = read(target, family, config);
  if (first === undefined || first.differences.length === 0) return first;
  return better(first, corrected(target, family, first));
}

/** A config that is at least as near, after trying the keys that have few choices. */
export function improveFit(target: Architecture, family: HuggingFaceFamily, fit: Fit): Fit {
  let best = fit;
  for (let round = 0; round < ROUNDS && isClose(best); round++) {
    for (const [name, schema] of keysOf(family)) {
      for (const choice of choicesOf(schema)) {
        if (best.differences.length === 0) return best;
        const before = Object.hasOwn(best.config, name) ? best.config[name] : defaultOf(schema);
        if (isSame(choice, before)) continue;
        best = better(best, read(target, family, { ...best.config, [name]: choice }));
      }
    }
  }
  return best;
}

function isClose(fit: Fit): boolean {
  return fit.differences.length > 0 && weight(fit) <= MAX_TRIED;
}

function better(one: Fit, other: Fit | undefined): Fit {
  return other !== undefined && weight(other) < weight(one) ? other : one;
}

/** How many fields differ; one that differs in all blocks counts once. */
export function weight({ differences }: Fit): number {
  return new Set(
    differences.map(({ path }) => path.filter((part) => typeof part === 'string').join('.')),
  ).size;
}

/** Each size of a config with the difference added by which its meaning came out wrong. */
function corrected(target: Architecture, family: HuggingFaceFamily, fit: Fit): Fit | undefined {
  const config: Record<string, unknown> = { ...fit.config };
  let changed = false;
  for (const [name, value] of Object.entries(config)) {
    const meaning = MEANING_OF.get(name);
    if (meaning === undefined || typeof value !== 'number') continue;
    const [wanted, found] = [meaning.of(target), meaning.of(fit.architecture)];
    if (typeof wanted !== 'number' || typeof found !== 'number' || wanted === found) continue;
    config[name] = value + wanted - found;
    changed = true;
  }
  return changed ? read(target, family, config) : undefined;
}

function read(
  target: Architecture,
  family: HuggingFaceFamily,
  config: Readonly<Record<string, unknown>>,
): Fit | undefined {
  const architecture = readConfig(family, config);
  return architecture === undefined
    ? undefined
    : { config, architecture, differences: compareModels(target, architecture) };
}

/** The architecture of a config of a family; undefined where it is refused. */
export function readConfig(family: HuggingFaceFamily, config: object): Architecture | undefined {
  const context = { source: '', defaultId: 'config', build: 'declared' } as const;
  return family.read({ ...config }, context).candidate?.architecture;
}

/** The keys that a family reads, with the schema of each. */
function keysOf({ schema }: HuggingFaceFamily): Map<string, z.core.$ZodType> {
  return new Map(
    schema instanceof z.ZodObject ? Object.entries<z.core.$ZodType>(schema.shape) : [],
  );
}

function defaultOf(schema: z.core.$ZodType): unknown {
  const parsed = z.safeParse(schema, undefined);
  return parsed.success ? parsed.data : undefined;
}

/** The values of a key that has few. */
function choicesOf(schema: z.core.$ZodType): readonly unknown[] {
  if (schema instanceof z.ZodDefault) return choicesOf(schema.unwrap());
  if (schema instanceof z.ZodOptional) return choicesOf(schema.unwrap());
  if (schema instanceof z.ZodNullable) return [null, ...choicesOf(schema.unwrap())];
  if (schema instanceof z.ZodBoolean) return [true, false];
  if (schema instanceof z.ZodEnum) return schema.options.slice(0, MAX_CHOICES);
  return [];
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
