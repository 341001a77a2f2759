import { isId } from '../formats/common-keys.ts';
import { checkValue } from '../input/check-value.ts';
import { strictProblems } from '../input/strict-problems.ts';
import { quote } from '../problem.ts';
import { failure, success } from '../result.ts';
import type { Choices } from './choices-at.ts';
import { FieldReader, type Field } from './general-fields.ts';
import { generalSpace, layerKeys, spaceKeys, type GeneralSpace } from './general-schema.ts';
import type { SpaceForm, UnconstrainedSpace } from './space-form.ts';
import { draftOf, entriesOf, fillObject, isObject, type Draft, type Template } from './template.ts';

/** Longest prefix of an id, which seed and draw follow. */
const MAX_PREFIX = 120;

function spaceOf(form: GeneralSpace, source: string): ReturnType<SpaceForm['read']> {
  const { id, ...base } = form.base;
  const draft = draftOf(base);
  const reader = new FieldReader(source, draft);
  const prefix = typeof id === 'string' ? `${id}-` : '';
  if (id !== undefined && !(typeof id === 'string' && isId(id) && id.length <= MAX_PREFIX)) {
    reader.refuse(
      ['base', 'id'],
      `${quote(id)}: expected a text of 1 to ${MAX_PREFIX} characters; the ids of all candidates begin with it`,
    );
  }
  if (Object.hasOwn(base, 'scores')) {
    reader.refuse(
      ['base', 'scores'],
      'the qualities of one candidate are not those of all: leave them out',
    );
  }
  const fields = reader.fields(form, [], (field, hole, at) => {
    reader.put(draft, field, at, { kind: 'hole', hole });
  });
  const axes = fields.map(({ axis }) => axis);
  const layerFields = form.layers === undefined ? [] : readLayers(reader, form.layers, draft);
  if (form.layers !== undefined) {
    const opens = layerFields.map(({ axis }) => axis);
    axes.push({ options: form.layers.number.map((times) => ({ opens, times })) });
  } else if (axes.length === 0) {
    reader.refuse([], 'nothing is chosen: expected "choices", "together" or "layers"');
  }
  if (reader.problems.length > 0) return failure(reader.problems);
  const entries = entriesOf(draft);
  const numbers = form.layers?.number;
  const space: UnconstrainedSpace = {
    source,
    stream: 'search-space',
    axes,
    build: (taken) => {
      const cursor = { place: 0 };
      const values = valuesOf(fields, taken, cursor);
      if (numbers === undefined) return fillObject(entries, { values, layers: [] });
      const count = numbers[taken[cursor.place] ?? 0] ?? 0;
      cursor.place += 1;
      return fillObject(entries, { values, layers: layersOf(layerFields, count, taken, cursor) });
    },
    alwaysValid: false,
    idPrefix: prefix,
  };
  return success({ space, chosen: reader.chosen, constraints: form.constraints });
}

/** The values of fields by the choices from the cursor on, which is advanced. */
function valuesOf(fields: readonly Field[], taken: Choices, cursor: { place: number }): unknown[] {
  const values: unknown[] = [];
  for (const field of fields) {
    const own = field.values[taken[cursor.place] ?? 0] ?? [];
    for (const value of own) values.push(value);
    cursor.place += 1;
  }
  return values;
}

/** The values of each layer; layers of the same choices share one list. */
function layersOf(
  fields: readonly Field[],
  count: number,
  taken: Choices,
  cursor: { place: number },
): unknown[][] {
  const known = new Map<number, unknown[]>();
  const layers: unknown[][] = [];
  while (layers.length < count) {
    // A number in a mixed radix: exact, or else a layer is not shared.
    let key = 0;
    for (const [index, { values }] of fields.entries()) {
      key = key * values.length + (taken[cursor.place + index] ?? 0);
    }
    const shared = known.get(key);
    if (shared !== undefined && Number.isSafeInteger(key)) {
      cursor.place += fields.length;
      layers.push(shared);
      continue;
    }
    const values = valuesOf(fields, taken, cursor);
    known.set(key, values);
    layers.push(values);
  }
  return layers;
}

function readLayers(
  reader: FieldReader,
  layers: NonNullable<GeneralSpace['layers']>,
  draft: Draft,
): Field[] {
  const { list, number_key, indices_key } = layers;
  if (number_key !== undefined) {
    reader.put(draft, number_key, ['layers', 'number_key'], { kind: 'number' });
  }
  if (indices_key !== undefined) {
    reader.put(draft, indices_key, ['layers', 'indices_key'], { kind: 'indices' });
  }
  if (list === undefined) {
    const fields = reader.fields(layers, ['layers'], (field, hole, at) => {
      const item: Template = { kind: 'layer-hole', hole };
      reader.put(draft, field, at, { kind: 'layers', item });
    });
    if (fields.length === 0 && number_key === undefined) {
      reader.refuse(
        ['layers'],
        'the number of layers changes nothing: expected "list", "number_key", "choices" or "together"',
      );
    }
    return fields;
  }
  const item = draftOf(layerOf(reader, list, draft));
  const fields = reader.fields(layers, ['layers'], (field, hole, at) => {
    reader.put(item, field, at, { kind: 'layer-hole', hole }, list);
  });
  reader.put(draft, list, ['layers', 'list'], {
    kind: 'layers',
    item: { kind: 'object', entries: entriesOf(item) },
  });
  return fields;
}

/** The layer that all items of a list copy: the only item of the base, or an empty one. */
function layerOf(reader: FieldReader, list: string, draft: Draft): object {
  let at: unknown = draft;
  for (const key of reader.keysOf(list, ['layers', 'list'])) {
    if (at instanceof Map) at = at.get(key);
    else if (typeof at === 'object' && at !== null) at = Reflect.get(at, key);
    if (isObject(at) && 'kind' in at && at.kind === 'constant' && 'value' in at) at = at.value;
  }
  if (at === undefined) return {};
  const items: readonly unknown[] = Array.isArray(at) ? at : [];
  const [only, ...others] = items;
  if (isObject(only) && others.length === 0) return only;
  reader.refuse(
    ['base', ...list.split('.')],
    `${quote(at)}: expected a list of one layer, which all are copies of, or no list`,
  );
  return {};
}

/**
 * Lists of values over a spec of any form: `base` is the spec, `choices` holds the values of its
 * fields, `together` fields that are set at once, and `layers` both for each layer by itself: the
 * items of a list of objects (`list`), or of a list of values for each field.
 */
export const generalForm: SpaceForm = {
  name: 'general',
  looksLike: '"base" and "choices" or "layers" (a spec and lists of values for its fields)',
  schema: generalSpace,
  recognizes: (record) => 'base' in record || 'choices' in record || 'layers' in record,
  read: (record, source) => {
    const checked = checkValue(generalSpace, record, source, (error) =>
      strictProblems(error, record, source, (at) =>
        Object.keys(at.length === 0 ? spaceKeys : layerKeys),
      ),
    );
    return checked.ok ? spaceOf(checked.value, source) : checked;
  },
};
