import { formatOf, readRecord } from '../formats/registry.ts';
import type { KnownKeys } from '../formats/unknown-keys.ts';
import { formatPath, type Problem } from '../problem.ts';
import { walk, type Axis } from './axis.ts';
import type { ChosenField, UnconstrainedSpace } from './space-form.ts';

/** Most candidates that are read to find one that knows a field. */
const MAX_LOOKED_AT = 64;

/** Choices along all of these together: deep candidates take long to be read with all messages. */
const MAX_CHOICES_LOOKED_AT = 2 ** 14;

/** The problems and warnings for the fields that a space chooses, and for its base. */
export interface LookedUpFields {
  /** Fields that no candidate knows: candidates that differ in their values alone would be equal. */
  readonly problems: readonly Problem[];
  /** Keys that are ignored in all candidates. */
  readonly warnings: readonly Problem[];
}

/**
 * The chosen fields that the form of the candidates does not know. The first candidate is read, and
 * for fields unknown to it those that differ from it in one choice, since a field may be known to
 * one of several families alone.
 */
export function lookUpFields(
  space: UnconstrainedSpace,
  chosen: readonly ChosenField[],
): LookedUpFields {
  const { source } = space;
  let unknown: ReadonlyMap<ChosenField, string> | undefined;
  let warnings: readonly Problem[] = [];
  let wrongLists: readonly Problem[] = [];
  let looked = 0;
  let length = 0;
  for (const choices of nearbyChoices(space.axes)) {
    length += choices.length;
    if (looked >= MAX_LOOKED_AT || (looked > 0 && length > MAX_CHOICES_LOOKED_AT)) break;
    const record = space.build(choices);
    const format = formatOf(record);
    const first = looked === 0;
    looked += 1;
    // Without a format, nothing is known about the keys.
    if (format === undefined) continue;
    const read = readRecord(record, { source, defaultId: '', build: 'default' }, format);
    if (first) wrongLists = wrongColumns(read.problems, chosen);
    if (read.candidate === undefined && read.warnings.length === 0) continue;
    if (read.candidate !== undefined) wrongLists = [];
    const known = format.knownKeys(record);
    const hints = new Map(
      format.unknownKeys(record).map((own) => [formatPath(own.path), own.hint]),
    );
    const here = new Map<ChosenField, string>();
    const others: Problem[] = [];
    for (const warning of read.warnings) {
      const path = warning.path.replaceAll(/\[\d+\]/g, '');
      const fields = chosen.filter(({ field }) => field === path || field.startsWith(`${path}.`));
      const hint = hints.get(warning.path);
      if (fields.length === 0) others.push({ ...warning, path: `base.${warning.path}` });
      else if (hint === undefined) {
        others.push(...fields.map(({ at }) => ({ ...warning, path: at })));
      } else for (const field of fields) here.set(field, unknownMessage(field, hint, known));
    }
    if (first) warnings = others;
    unknown =
      unknown === undefined ? here : new Map([...unknown].filter(([field]) => here.has(field)));
    if (unknown.size === 0) break;
  }
  const problems = [...(unknown ?? [])].map(([{ at }, message]) => ({ source, path: at, message }));
  return { problems: [...problems, ...wrongLists], warnings };
}

/** Why a chosen field that the form does not know is refused, and what was probably meant. */
function unknownMessage(
  { field, isColumn }: ChosenField,
  hint: string,
  known: KnownKeys | undefined,
): string {
  const list = isColumn && known !== undefined ? listWith(field, known) : undefined;
  return list === undefined
    ? `no field of the spec: its values would make no difference${hint}`
    : `a field of each layer, which are the items of ${list}: add "list": "${list}" to "layers"`;
}

/** The path of the list whose items have a key. */
function listWith(key: string, { inside }: KnownKeys): string | undefined {
  for (const [name, own] of inside) {
    if (own.isList && own.names.includes(key)) return name;
    const deeper = own.isList ? undefined : listWith(key, own);
    if (deeper !== undefined) return `${name}.${deeper}`;
  }
  return undefined;
}

/** The problems of fields that are lists with one value for each layer, where the form has one value. */
function wrongColumns(
  problems: readonly Problem[],
  chosen: readonly ChosenField[],
): readonly Problem[] {
  return problems.flatMap(({ source, path, message }) => {
    const column = chosen.find(({ field, isColumn }) => isColumn && field === path);
    if (column === undefined) return [];
    const reason = `${message}: without "list" it is a list with one value for each layer; if all layers share it, move it to the "choices" of the model`;
    return [{ source, path: column.at, message: reason }];
  });
}

/** The first candidate, and then those that differ from it in the option of one axis. */
function* nearbyChoices(axes: readonly Axis[]): Generator<number[]> {
  yield choicesWith(axes, 0, 0);
  for (const [place, { options }] of axes.entries()) {
    for (let option = 1; option < options.length; option++) yield choicesWith(axes, place, option);
  }
}

/** The choices of a candidate that takes the first option everywhere but along one axis. */
function choicesWith(axes: readonly Axis[], place: number, option: number): number[] {
  const choices: number[] = [];
  for (const [index, axis] of axes.entries()) {
    let isOuter = index === place;
    walk([axis], () => {
      const own = isOuter ? option : 0;
      isOuter = false;
      choices.push(own);
      return own;
    });
  }
  return choices;
}
