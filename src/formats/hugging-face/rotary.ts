import { z } from 'zod';
import type { Positions, RotaryScaling } from '../../architecture/positions.ts';
import { quote } from '../../problem.ts';
import { orList, wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';

/** Reports a conflict, with its path. */
type Issue = (path: string, message: string) => void;

type Parameters = Readonly<Record<string, unknown>> | null;

/** The keys of rotary positions. */
export interface RotaryConfig {
  readonly rope_theta?: number | null;
  readonly rope_scaling?: Parameters;
  /** What newer versions of the library have in place of both. */
  readonly rope_parameters?: Parameters;
  readonly partial_rotary_factor?: number;
  readonly max_position_embeddings?: number | null;
  readonly original_max_position_embeddings?: number | null;
}

/** How the library takes a type of scaling: none, or its usual name, and whether it has a factor. */
const SCALINGS: Readonly<
  Record<string, { readonly type: string | null; readonly factor: boolean }>
> = {
  default: { type: null, factor: false },
  // Positions of images in sections of a head; those of tokens are plain rotary ones.
  mrope: { type: null, factor: false },
  linear: { type: 'linear', factor: true },
  dynamic: { type: 'dynamic', factor: true },
  yarn: { type: 'yarn', factor: true },
  llama3: { type: 'llama3', factor: true },
  longrope: { type: 'longrope', factor: false },
  su: { type: 'longrope', factor: false },
};

/** What newer versions of the library have rotary positions of their own for. */
const LAYER_TYPES = ['full_attention', 'sliding_attention', 'chunked_attention'];

const parameters = (): z.ZodDefault<z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodUnknown>>> =>
  z
    .record(z.string(), z.unknown(), { error: 'expected an object, or null' })
    .nullable()
    .default(null);

/** A number of positions; null where nothing depends on it. */
export const positionsOrNull = (
  fallback: number | null,
): z.ZodDefault<z.ZodNullable<z.ZodNumber>> =>
  wholeNumber(1, LIMITS.positions).nullable().default(fallback);

/** The base of rotary positions. */
export const rotaryBase = (): z.ZodDefault<z.ZodNullable<z.ZodNumber>> =>
  z.number({ error: 'expected a number above 0' }).positive().nullable().default(null);

/** The fraction of each head that is rotated. */
export const rotaryFraction = (fallback: number): z.ZodDefault<z.ZodNumber> => {
  const error = 'expected a number from 0 to 1';
  return z.number({ error }).min(0, { error }).max(1, { error }).default(fallback);
};

/**
 * The keys of rotary positions that most families have.
 *
 * @param context positions that a model is made for, where its config does not say it
 */
export const rotaryKeys = (context: number | null = null) => ({
  rope_theta: rotaryBase(),
  rope_scaling: parameters(),
  rope_parameters: parameters(),
  max_position_embeddings: positionsOrNull(context),
  original_max_position_embeddings: positionsOrNull(null),
});

/** What a family takes where a config leaves it out. */
interface RotaryDefaults {
  readonly base?: number | undefined;
  readonly fraction?: number | undefined;
  readonly interleaved?: boolean | undefined;
  readonly scaling?: Parameters | undefined;
}

/** The rotary positions of a config whose family has a base and a fraction of its own. */
export function rotaryOf(
  config: RotaryConfig,
  { base = 10_000, fraction = 1, interleaved, scaling = null }: RotaryDefaults = {},
): Positions {
  const own = parametersOf(config, 'full_attention');
  const given = config.rope_scaling ?? own ?? scaling;
  return {
    kind: 'rotary',
    base: config.rope_theta ?? numberOf(own, 'rope_theta') ?? numberOf(given, 'rope_theta') ?? base,
    fraction: numberOf(own, 'partial_rotary_factor') ?? config.partial_rotary_factor ?? fraction,
    scaling: scalingOf(given, config),
    ...(interleaved !== undefined && { interleaved }),
  };
}

/** The same of blocks with a window, in a family that has another base for these. */
export function localRotaryOf(config: RotaryConfig, base: number): Positions {
  const own = parametersOf(config, 'sliding_attention');
  const scaling = own === config.rope_parameters ? null : scalingOf(own, config);
  return { kind: 'rotary', base: numberOf(own, 'rope_theta') ?? base, fraction: 1, scaling };
}

/** Reports a scaling of rotary positions that no model has. */
export function checkRotary(config: RotaryConfig, issue: Issue): void {
  for (const key of ['rope_scaling', 'rope_parameters'] as const) {
    const given = config[key] ?? null;
    const inside = LAYER_TYPES.filter((type) => isParameters(given?.[type]));
    if (inside.length === 0) checkScaling(key, given, issue);
    for (const type of inside) checkScaling(`${key}.${type}`, parametersIn(given, type), issue);
  }
}

function checkScaling(path: string, given: Parameters, issue: Issue): void {
  if (given === null) return;
  const key = Object.hasOwn(given, 'rope_type') ? 'rope_type' : 'type';
  const type = given[key] ?? null;
  if (type === null) return;
  const known = typeof type === 'string' && Object.hasOwn(SCALINGS, type) ? SCALINGS[type] : null;
  if (known === null || known === undefined) {
    const names = orList(Object.keys(SCALINGS).map(quote));
    issue(`${path}.${key}`, `${quote(type)}: expected ${names}`);
  } else if (known.factor && !((numberOf(given, 'factor') ?? 0) > 0)) {
    const found = Object.hasOwn(given, 'factor') ? quote(given.factor) : 'missing';
    issue(`${path}.factor`, `${found}: expected a number above 0 with ${key} ${quote(type)}`);
  }
}

function parametersOf({ rope_parameters = null }: RotaryConfig, type: string): Parameters {
  return parametersIn(rope_parameters, type) ?? rope_parameters;
}

function parametersIn(given: Parameters, type: string): Parameters {
  const inside = given?.[type];
  return isParameters(inside) ? inside : null;
}

function isParameters(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function scalingOf(given: Parameters, config: RotaryConfig): RotaryScaling | null {
  const named = given?.rope_type ?? given?.type;
  const type = typeof named === 'string' ? (SCALINGS[named]?.type ?? null) : null;
  if (type === null) return null;
  const { max_position_embeddings: context, original_max_position_embeddings: original } = config;
  const settings: Record<string, number | boolean | readonly number[]> =
    typeof original === 'number' ? { original_max_position_embeddings: original } : {};
  for (const [key, value] of Object.entries(given ?? {})) {
    if (['factor', 'rope_theta', 'partial_rotary_factor'].includes(key)) continue;
    if (typeof value === 'number' || typeof value === 'boolean') settings[key] = value;
    else if (isNumbers(value)) settings[key] = value;
  }
  const scaling = { type, factor: numberOf(given, 'factor'), settings };
  return typeof context === 'number' ? { ...scaling, context } : scaling;
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((own) => typeof own === 'number');
}

function numberOf(given: Parameters, key: string): number | null {
  const value = given?.[key];
  return typeof value === 'number' ? value : null;
}
