import { z } from 'zod';
import type { Positions, RotaryScaling } from '../../architecture/positions.ts';

const parameters = (): z.ZodDefault<z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodUnknown>>> =>
  z
    .record(z.string(), z.unknown(), { error: 'expected an object, or null' })
    .nullable()
    .default(null);

/** The base of rotary positions. */
export const rotaryBase = (): z.ZodDefault<z.ZodNullable<z.ZodNumber>> =>
  z.number({ error: 'expected a number above 0' }).positive().nullable().default(null);

/** The fraction of each head that is rotated. */
export const rotaryFraction = (fallback: number): z.ZodDefault<z.ZodNumber> => {
  const error = 'expected a number from 0 to 1';
  return z.number({ error }).min(0, { error }).max(1, { error }).default(fallback);
};

/** A number of positions, or none. */
const context = () =>
  z.number({ error: 'expected a whole number above 0, or null' }).int().positive().nullish();

/** The keys of rotary positions that most families have. */
export const rotaryKeys = () => ({
  rope_theta: rotaryBase(),
  rope_scaling: parameters(),
  // Only scalings of long contexts depend on it.
  max_position_embeddings: context(),
  original_max_position_embeddings: context(),
  // What newer versions of the library have in place of both.
  rope_parameters: parameters(),
});

type Parameters = Readonly<Record<string, unknown>> | null;

/** The keys of a config that rotary positions are read from. */
interface RotaryConfig {
  readonly rope_theta: number | null;
  readonly rope_scaling: Parameters;
  readonly rope_parameters: Parameters;
  readonly max_position_embeddings?: number | null | undefined;
  readonly original_max_position_embeddings?: number | null | undefined;
}

/** The rotary positions of a config whose family has a base and a fraction of its own. */
export function rotaryOf(
  config: RotaryConfig,
  { base = 10_000, fraction = 1 }: { readonly base?: number; readonly fraction?: number } = {},
): Positions {
  const { rope_theta, rope_scaling, rope_parameters } = config;
  return {
    kind: 'rotary',
    base: rope_theta ?? numberOf(rope_parameters, 'rope_theta') ?? base,
    fraction: numberOf(rope_parameters, 'partial_rotary_factor') ?? fraction,
    scaling: scalingOf(rope_scaling, config) ?? scalingOf(rope_parameters, config),
  };
}

/** The scaling of some parameters; Phi-3 says the length of its training beside them. */
function scalingOf(
  parameters: Parameters,
  { max_position_embeddings: context, original_max_position_embeddings: original }: RotaryConfig,
): RotaryScaling | null {
  const type = parameters?.rope_type ?? parameters?.type;
  if (typeof type !== 'string' || type === 'default') return null;
  const settings: Record<string, number | boolean | readonly number[]> = {};
  if (typeof original === 'number') settings.original_max_position_embeddings = original;
  for (const [key, value] of Object.entries(parameters ?? {})) {
    if (['factor', 'rope_theta', 'partial_rotary_factor'].includes(key)) continue;
    if (typeof value === 'number' || typeof value === 'boolean') settings[key] = value;
    else if (isNumbers(value)) settings[key] = value;
  }
  const scaling = { type, factor: numberOf(parameters, 'factor'), settings };
  return typeof context === 'number' ? { ...scaling, context } : scaling;
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((own) => typeof own === 'number');
}

function numberOf(parameters: Parameters, key: string): number | null {
  const value = parameters?.[key];
  return typeof value === 'number' ? value : null;
}
