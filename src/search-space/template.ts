/**
 * A spec with holes, which the values of axes fill; each item of a list of layers has its own.
 */
export type Template =
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Template])[] }
  /** One value of the whole model, by the number of its hole. */
  | { readonly kind: 'hole'; readonly hole: number }
  /** One value of the layer at hand, by the number of its hole. */
  | { readonly kind: 'layer-hole'; readonly hole: number }
  /** A list with an item for every layer. */
  | { readonly kind: 'layers'; readonly item: Template }
  /** The number of layers. */
  | { readonly kind: 'number' }
  /** The numbers of the layers, from 0. */
  | { readonly kind: 'indices' };

/** The values that fill the holes. */
export interface Filling {
  readonly values: readonly unknown[];
  /** For every layer, the values of its holes; the same list makes the same layer. */
  readonly layers: readonly (readonly unknown[])[];
}

const NO_LAYER: readonly unknown[] = [];

/** The value of a template with its holes filled. Constants and equal layers are shared, not copied. */
export function fill(template: Template, filling: Filling, layer = NO_LAYER): unknown {
  switch (template.kind) {
    case 'constant':
      return template.value;
    case 'hole':
      return filling.values[template.hole];
    case 'layer-hole':
      return layer[template.hole];
    case 'number':
      return filling.layers.length;
    case 'indices':
      return filling.layers.map((_, index) => index);
    case 'layers':
      return fillLayers(template.item, filling);
    case 'object':
      return fillObject(template.entries, filling, layer);
  }
}

/** An item for every layer, made once for those that share their list of values. */
function fillLayers(item: Template, filling: Filling): unknown[] {
  if (item.kind === 'layer-hole') return filling.layers.map((own) => own[item.hole]);
  const made = new Map<readonly unknown[], unknown>();
  return filling.layers.map((own) => {
    const known = made.get(own) ?? fill(item, filling, own);
    made.set(own, known);
    return known;
  });
}

/** An object with its holes filled. */
export function fillObject(
  entries: readonly (readonly [string, Template])[],
  filling: Filling,
  layer = NO_LAYER,
): object {
  const object: Record<string, unknown> = {};
  for (const [key, value] of entries) object[key] = fill(value, filling, layer);
  return object;
}

/** An object under construction: templates by key, to be nested. */
export type Draft = Map<string, Draft | Template>;

/** The draft of a JSON object, whose inner objects are opened where they get a hole. */
export function draftOf(object: object): Draft {
  return new Map(
    Object.entries(object).map(([key, value]: [string, unknown]) => [
      key,
      { kind: 'constant', value },
    ]),
  );
}

/**
 * Puts a template at a path in a draft and makes missing objects on the way.
 *
 * @returns the path of the obstacle that made it impossible, or undefined
 */
export function place(draft: Draft, path: readonly string[], value: Template): string | undefined {
  let at = draft;
  for (const [depth, key] of path.slice(0, -1).entries()) {
    const next = at.get(key);
    let inner: Draft;
    if (next instanceof Map) inner = next;
    else if (next === undefined) inner = new Map<string, Draft | Template>();
    else if (next.kind === 'constant' && isObject(next.value)) inner = draftOf(next.value);
    else return path.slice(0, depth + 1).join('.');
    at.set(key, inner);
    at = inner;
  }
  const last = path.at(-1) ?? '';
  const there = at.get(last);
  if (there instanceof Map || (there !== undefined && there.kind !== 'constant')) {
    return path.join('.');
  }
  at.set(last, value);
  return undefined;
}

/** The entries of a finished draft. */
export function entriesOf(draft: Draft): (readonly [string, Template])[] {
  return [...draft].map(
    ([key, value]) =>
      [
        key,
        value instanceof Map ? { kind: 'object' as const, entries: entriesOf(value) } : value,
      ] as const,
  );
}

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
