import { z } from 'zod';
import { nearestName } from '../nearest-name.ts';
import { ignoredKeys } from './ignored-keys.ts';

/** A key of a record that its form does not know. */
export interface UnknownKey {
  readonly path: readonly PropertyKey[];
  /** The end of a message: the nearest known key, or nothing. */
  readonly hint: string;
}

/** The keys of an object that a form knows, and those of the objects inside. */
export interface KnownKeys {
  readonly isList: boolean;
  readonly names: readonly string[];
  readonly inside: ReadonlyMap<string, KnownKeys>;
}

/** The keys that a schema knows; undefined unless it is for objects or lists of objects. */
export function knownKeys(schema: z.core.$ZodType): KnownKeys | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return knownKeys(schema.unwrap());
  }
  if (schema instanceof z.ZodArray) {
    const items = knownKeys(schema.element);
    return items && { ...items, isList: true };
  }
  const options = schema instanceof z.ZodDiscriminatedUnion ? schema.options : [schema];
  const names = new Set<string>();
  const inside = new Map<string, KnownKeys>();
  for (const option of options) {
    if (!(option instanceof z.ZodObject)) return undefined;
    for (const [name, value] of Object.entries<z.core.$ZodType>(option.shape)) {
      names.add(name);
      const known = knownKeys(value);
      if (known !== undefined) inside.set(name, known);
    }
    for (const name of ignoredKeys(option)) names.add(name);
  }
  return { isList: false, names: [...names], inside };
}

/**
 * Every unknown key of a value, outer ones first, with the nearest known one: a misspelt optional key
 * would otherwise silently become a default.
 */
export function unknownKeys(
  value: unknown,
  known: KnownKeys,
  path: readonly PropertyKey[] = [],
): UnknownKey[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) !== known.isList) {
    return [];
  }
  if (Array.isArray(value)) {
    const items = { ...known, isList: false };
    return value.flatMap((item: unknown, index) => unknownKeys(item, items, [...path, index]));
  }
  const { names, inside } = known;
  const unknown: UnknownKey[] = Object.keys(value)
    .filter((key) => !names.includes(key))
    .map((key) => {
      const nearest = nearestName(key, names);
      const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
      return { path: [...path, key], hint };
    });
  for (const [key, own] of inside) {
    if (Object.hasOwn(value, key)) {
      for (const found of unknownKeys(Reflect.get(value, key), own, [...path, key])) {
        unknown.push(found);
      }
    }
  }
  return unknown;
}
