import { z } from 'zod';
import { isId } from '../formats/common-keys.ts';
import { wholeNumber } from '../formats/expectations.ts';
import { LIMITS } from '../formats/limits.ts';
import { strictProblems } from '../input/strict-problems.ts';
import { formatPath, quote, type Problem } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import { plainAxis, type Axis } from './axis.ts';
import type { Choices } from './choices-at.ts';
import { distinctList } from './distinct-list.ts';
import {
  CONSTRAINTS,
  type ChosenField,
  type SpaceForm,
  type UnconstrainedSpace,
} from './space-form.ts';
import { draftOf, entriesOf, fillObject, place, type Draft, type Template } from './template.ts';

/** Longest prefix of an id: room is left for seed and draw. */
const MAX_PREFIX = 120;

/** Fields of a record that are no choice. */
const NOT_CHOSEN = ['id', 'scores'];

const anyValue = z.unknown();

const choices = z
  .record(z.string(), distinctList(anyValue), {
    error:
      'expected an object of lists of values, by the path of the field: {"hidden_size": [128, 256]}',
  })
  .default({});

const together = z
  .array(
    distinctList(
      z.record(z.string(), anyValue, {
        error: 'expected an object of values, by the path of the field',
      }),
    ),
    { error: 'expected a list of lists of objects, each of which sets several fields' },
  )
  .default([]);

const path = (): z.ZodOptional<z.ZodString> =>
  z.string({ error: 'expected the path of a field, as nas_config.encoder_layers' }).optional();

const layerKeys = {
  number: distinctList(wholeNumber(1, LIMITS.blocks)).describe('Numbers of layers'),
  number_key: path().describe('Field that holds the number of layers'),
  indices_key: path().describe('Field that holds the list of the numbers of the layers, from 0'),
  list: path().describe(
    'Field that is a list of layers; without it every layer choice is a list of its own',
  ),
  choices,
  together,
};

const spaceKeys = {
  $schema: z.string().optional(),
  base: z
    .record(z.string(), anyValue, { error: 'expected a spec, an object' })
    .describe('A spec of any form; what is chosen takes the place of what it says'),
  choices,
  together,
  layers: z
    .strictObject(layerKeys, { error: 'expected an object with the "number" of layers' })
    .optional(),
  constraints: CONSTRAINTS,
};

const file = z.strictObject(spaceKeys);

type File = z.infer<typeof file>;

/** Fields that a list of options sets, and for each option their values. */
interface Field {
  readonly axis: Axis;
  /** For every option, the values of the holes from `firstHole` on. */
  readonly values: readonly (readonly unknown[])[];
  readonly firstHole: number;
}

/** Builds templates, and gathers what is wrong on the way. */
class FormReader {
  readonly problems: Problem[] = [];
  readonly chosen: ChosenField[] = [];
  readonly #source: string;
  /** The draft of the whole spec. */
  readonly #root: Draft;

  constructor(source: string, root: Draft) {
    this.#source = source;
    this.#root = root;
  }

  refuse(at: readonly PropertyKey[], message: string): void {
    this.problems.push({ source: this.#source, path: formatPath(at), message });
  }

  /** A path as the keys that it leads along. */
  keysOf(text: string, at: readonly PropertyKey[]): string[] {
    const keys = text.split('.');
    if (keys.includes('') || keys.includes('__proto__')) {
      this.refuse(
        at,
        `${quote(text)}: expected keys with dots between them, as nas_config.encoder_layers`,
      );
    }
    return keys;
  }

  /**
   * Puts a template at a path of a draft.
   *
   * @param list the list whose items the draft is of, if it is not the whole spec
   */
  put(
    draft: Draft,
    text: string,
    at: readonly PropertyKey[],
    template: Template,
    list?: string,
  ): void {
    const field = list === undefined ? text : `${list}.${text}`;
    this.chosen.push({ field, at: formatPath(at) });
    if (draft === this.#root && NOT_CHOSEN.includes(text)) {
      this.refuse(
        at,
        `every candidate gets an id of its own, and has no measured qualities: leave ${text} out`,
      );
    }
    const obstacle = place(draft, this.keysOf(text, at), template);
    if (obstacle === text)
      this.refuse(at, `${quote(text)} is chosen twice: expected each field once`);
    else if (obstacle !== undefined) {
      this.refuse(at, `${quote(text)}: expected an object at ${quote(obstacle)}`);
    }
  }

  /** The axes of lists of choices, whose holes are put into a draft. */
  fields(
    own: Pick<File, 'choices' | 'together'>,
    at: readonly PropertyKey[],
    put: (field: string, hole: number, at: readonly PropertyKey[]) => void,
  ): Field[] {
    let hole = 0;
    const fields: Field[] = [];
    for (const [field, values] of Object.entries(own.choices)) {
      put(field, hole, [...at, 'choices', field]);
      fields.push({
        axis: plainAxis(values.length),
        values: values.map((value) => [value]),
        firstHole: hole,
      });
      hole += 1;
    }
    for (const [index, options] of own.together.entries()) {
      const here = [...at, 'together', index];
      const names = Object.keys(options[0] ?? {});
      if (names.length === 0)
        this.refuse([...here, 0], 'an empty object: expected fields with values');
      for (const [number, option] of options.entries()) {
        const others = Object.keys(option);
        if (others.length === names.length && names.every((name) => Object.hasOwn(option, name))) {
          continue;
        }
        this.refuse([...here, number], `expected the fields of the first: ${names.join(', ')}`);
      }
      for (const [offset, name] of names.entries()) put(name, hole + offset, [...here, 0, name]);
      fields.push({
        axis: plainAxis(options.length),
        values: options.map((option) => names.map((name) => option[name])),
        firstHole: hole,
      });
      hole += names.length;
    }
    return fields;
  }
}

function spaceOf(
  form: File,
  source: string,
): Result<
  { readonly space: UnconstrainedSpace; readonly chosen: readonly ChosenField[] },
  Problem[]
> {
  const { id, ...base } = form.base;
  const draft = draftOf(base);
  const reader = new FormReader(source, draft);
  const prefix = typeof id === 'string' ? `${id}-` : '';
  if (id !== undefined && !(typeof id === 'string' && isId(id) && id.length <= MAX_PREFIX)) {
    reader.refuse(
      ['base', 'id'],
      `${quote(id)}: expected a text of 1 to ${MAX_PREFIX} characters; it stands before the ids of all candidates`,
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
      const layers: unknown[][] = [];
      if (numbers !== undefined) {
        const count = numbers[taken[cursor.place] ?? 0] ?? 0;
        cursor.place += 1;
        while (layers.length < count) layers.push(valuesOf(layerFields, taken, cursor));
      }
      return fillObject(entries, { values, layers });
    },
    alwaysValid: false,
    idPrefix: prefix,
  };
  return success({ space, chosen: reader.chosen });
}

/** The values that fields take by the choices from the cursor on, which moves behind them. */
function valuesOf(fields: readonly Field[], taken: Choices, cursor: { place: number }): unknown[] {
  const values: unknown[] = [];
  for (const field of fields) {
    const own = field.values[taken[cursor.place] ?? 0] ?? [];
    for (const value of own) values.push(value);
    cursor.place += 1;
  }
  return values;
}

function readLayers(
  reader: FormReader,
  layers: NonNullable<File['layers']>,
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

/** The layer that all of a list are copies of: its one item in the base, or an empty one. */
function layerOf(reader: FormReader, list: string, draft: Draft): object {
  let at: unknown = draft;
  for (const key of reader.keysOf(list, ['layers', 'list'])) {
    if (at instanceof Map) at = at.get(key);
    else if (typeof at === 'object' && at !== null) at = Reflect.get(at, key);
    if (isConstant(at)) at = at.value;
  }
  if (at === undefined) return {};
  const items: readonly unknown[] = Array.isArray(at) ? at : [];
  const [only, ...others] = items;
  if (typeof only === 'object' && only !== null && !Array.isArray(only) && others.length === 0) {
    return only;
  }
  reader.refuse(
    ['base', ...list.split('.')],
    `${quote(at)}: expected a list of one layer, which all are copies of, or no list`,
  );
  return {};
}

function isConstant(
  value: unknown,
): value is { readonly kind: 'constant'; readonly value: unknown } {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'constant'
  );
}

/**
 * Lists of values over a spec of any form: `base` is the spec, `choices` the values of its fields,
 * `together` fields that are set at once, and `layers` the same for every layer anew: either of a
 * list of objects (`list`), or of a list of values for each field.
 */
export const generalForm: SpaceForm = {
  name: 'general',
  looksLike: '"base" and "choices" or "layers" (a spec and lists of values for its fields)',
  recognizes: (record) => 'base' in record || 'choices' in record || 'layers' in record,
  read: (record, source) => {
    const parsed = file.safeParse(record);
    if (!parsed.success) {
      const problems = strictProblems(parsed.error, record, source, (at) =>
        Object.keys(at.length === 0 ? spaceKeys : layerKeys),
      );
      return failure(problems);
    }
    const space = spaceOf(parsed.data, source);
    return space.ok ? success({ ...space.value, constraints: parsed.data.constraints }) : space;
  },
};
