import { formatPath, quote, type Problem } from '../problem.ts';
import { plainAxis, type Axis } from './axis.ts';
import type { GeneralSpace } from './general-schema.ts';
import type { ChosenField } from './space-form.ts';
import { place, type Draft, type Template } from './template.ts';

/** Fields of a record that may not be chosen. */
const NOT_CHOSEN = ['id', 'scores'];

/** The fields that a list of options sets, and their values for each option. */
export interface Field {
  readonly axis: Axis;
  /** For every option, the values of the holes from `firstHole` on. */
  readonly values: readonly (readonly unknown[])[];
  readonly firstHole: number;
}

/** Builds templates, and collects problems. */
export class FieldReader {
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

  /** The keys of a path, which is refused if it has none or unusable ones. */
  keysOf(text: string, at: readonly PropertyKey[]): string[] {
    const keys = text.split('.');
    if (keys.includes('') || keys.includes('__proto__')) {
      const example = 'nas_config.encoder_layers';
      this.refuse(at, `${quote(text)}: expected keys with dots between them, as ${example}`);
    }
    return keys;
  }

  /**
   * Puts a template at a path of a draft.
   *
   * @param list the list whose items the draft describes, if it is not the whole spec
   */
  put(
    draft: Draft,
    text: string,
    at: readonly PropertyKey[],
    template: Template,
    list?: string,
  ): void {
    const field = list === undefined ? text : `${list}.${text}`;
    const isColumn = template.kind === 'layers' && template.item.kind === 'layer-hole';
    this.chosen.push({ field, at: formatPath(at), isColumn });
    if (draft === this.#root && NOT_CHOSEN.includes(text)) {
      this.refuse(
        at,
        `every candidate gets an id of its own, and has no measured qualities: leave ${text} out`,
      );
    }
    const obstacle = place(draft, this.keysOf(text, at), template);
    if (obstacle === undefined) return;
    const expected = `: expected an object at ${quote(obstacle)}`;
    const twice = ' is chosen twice: expected each field once';
    this.refuse(at, `${quote(text)}${obstacle === text ? twice : expected}`);
  }

  /** The fields of lists of choices; `put` puts their holes into a draft. */
  fields(
    own: Pick<GeneralSpace, 'choices' | 'together'>,
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
