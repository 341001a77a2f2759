import { z } from 'zod';
import { formatPath, type Problem } from '../problem.ts';
import { findExcess } from '../input/check-value.ts';
import { schemaProblems } from '../input/schema-problems.ts';
import type { Architecture } from '../architecture/architecture.ts';
import type {
  Build,
  Candidate,
  CandidateFormat,
  QuickRead,
  ReadRecord,
  RecordContext,
} from './candidate-format.ts';
import { findNameProblem } from './common-keys.ts';
import { orList } from './expectations.ts';
import { once } from './once.ts';
import type { CheckOf } from './ready-check.ts';
import { knownKeys, unknownKeys, type KnownKeys, type UnknownKey } from './unknown-keys.ts';

/** Reports something wrong or ignored, with its path and a message. */
export type Issue = (path: string | readonly PropertyKey[], message: string) => void;

/** Keys of every record for the name of the candidate and its measured qualities. */
export interface RecordKeys {
  readonly id?: string | number | undefined;
  readonly scores?: Readonly<Record<string, number>> | undefined;
}

/** A record with the keys of the schema of its form. */
export interface PreparedRecord {
  readonly record: object;
  /** The name of a key in the original record, for the path of a problem. */
  readonly nameOf: (path: string) => string;
  readonly problems: readonly Omit<Problem, 'source'>[];
}

/** The definition of a form. */
export interface FormDefinition<Keys extends RecordKeys> {
  /** A name of its own among the forms of all formats. */
  readonly name: string;
  /** The keys that shape a model; made on demand. */
  readonly schema: () => z.ZodType<Keys>;
  /** Keys for `prepare` or `findWarnings` that the schema does not know. */
  readonly otherKeys?: readonly string[];
  /** A record with the keys of the schema; undefined where it has them already. */
  readonly prepare?: (record: object) => PreparedRecord | undefined;
  /** Reports what is ignored or assumed in any record, besides unknown keys. */
  readonly findWarnings?: (record: object, warn: Issue, context: RecordContext) => void;
  /** Reports conflicts between keys, which no schema of one key can find. */
  readonly findConflicts?: (keys: Keys, issue: Issue, context: RecordContext) => void;
  /** The measured qualities; `scores` if absent. */
  readonly scoresOf?: (keys: Keys) => Readonly<Record<string, number>>;
  /** The architecture of a record without conflicts. */
  readonly architectureOf: (keys: Keys, context: RecordContext) => Architecture;
}

/** One form that the records of a format may have: a schema, and how it is read. */
export interface Form extends Pick<CandidateFormat, 'schema' | 'unknownKeys' | 'read'> {
  readonly name: string;
  readonly knownKeys: () => KnownKeys;
  readonly quicken: (checkOf: CheckOf) => QuickRead;
}

/** What the warning of an unknown key begins with. */
export const UNKNOWN_KEY_IGNORED = 'unknown key, ignored';

const NO_SCORES: Readonly<Record<string, number>> = {};

/** A form with a reader by zod that has a message for everything, and a quick reader. */
export function defineForm<Keys extends RecordKeys>(definition: FormDefinition<Keys>): Form {
  const {
    name,
    otherKeys = [],
    prepare,
    findWarnings,
    findConflicts,
    scoresOf,
    architectureOf,
  } = definition;
  const made = once(() => {
    const schema = definition.schema();
    const known = knownKeys(schema);
    if (known === undefined) throw new Error(`the form ${name} is no object`);
    return { schema, known: { ...known, names: [...known.names, ...otherKeys] } };
  });
  const unknownKeysOf = (record: object): UnknownKey[] => unknownKeys(record, made().known);
  const candidateOf = (keys: Keys, context: RecordContext): Candidate => ({
    id: String(keys.id ?? context.defaultId),
    source: context.source,
    architecture: architectureOf(keys, context),
    scores: scoresOf === undefined ? (keys.scores ?? NO_SCORES) : scoresOf(keys),
  });
  return {
    name,
    get schema() {
      return made().schema;
    },
    knownKeys: () => made().known,
    unknownKeys: unknownKeysOf,
    read: (record, context) => {
      const { source } = context;
      // Before keys are looked up, and schemas keep a problem for each wrong value.
      const excess = findExcess(record);
      if (excess !== undefined) {
        return { problems: [{ source, path: '', message: excess }], warnings: [] };
      }
      const warnings: Problem[] = unknownKeysOf(record).map(({ path, hint }) => ({
        source,
        path: formatPath(path),
        message: `${UNKNOWN_KEY_IGNORED}${hint}`,
      }));
      findWarnings?.(record, issueTo(warnings, source), context);
      const prepared = prepare?.(record);
      const { nameOf = (path: string) => path } = prepared ?? {};
      const problems: Problem[] = (prepared?.problems ?? []).map((own) => ({ source, ...own }));
      const value = prepared?.record ?? record;
      const misnamed = findNameProblem(value);
      if (misnamed !== null) problems.push({ source, ...misnamed });
      const parsed = made().schema.safeParse(value);
      if (parsed.success) {
        findConflicts?.(parsed.data, issueTo(problems, source, nameOf), context);
        if (problems.length === 0) {
          return { candidate: candidateOf(parsed.data, context), problems, warnings };
        }
      } else {
        for (const problem of schemaProblems(parsed.error, value, source)) {
          problems.push({ ...problem, path: nameOf(problem.path) });
        }
      }
      return { problems, warnings };
    },
    quicken: (checkOf) => {
      const isOfForm = checkOf(name, () => made().schema);
      return (record, context) => {
        let issues = 0;
        const count = (): void => {
          issues += 1;
        };
        // Before the check, which fills in defaults.
        findWarnings?.(record, count, context);
        if (issues > 0 || prepare?.(record) !== undefined || !isOfForm(record)) return undefined;
        if (findNameProblem(record) !== null) return undefined;
        findConflicts?.(record, count, context);
        return issues > 0 ? undefined : candidateOf(record, context);
      };
    },
  };
}

/** The definition of a format. */
export interface FormatDefinition extends Pick<
  CandidateFormat,
  'name' | 'title' | 'shownBy' | 'recognizes'
> {
  /** The ways to build a model from its records besides its default; `declared` alone if absent. */
  readonly builds?: readonly Build[];
  readonly takesFamily?: boolean;
  /** The forms that its records may have, one at least. */
  readonly forms: readonly Form[];
  /** The form of a record, or the problem that it has none; the only form if absent. */
  readonly formOf?: (record: object) => Form | Omit<Problem, 'source'>;
}

/** A format whose records are read by the form that each of them has. */
export function defineFormat(definition: FormatDefinition): CandidateFormat {
  const { forms, builds = ['declared'], takesFamily = false, title } = definition;
  const [only] = forms;
  const has = (build: Build): boolean => build === 'default' || builds.includes(build);
  const formOf =
    definition.formOf ??
    ((): Form => {
      if (only === undefined) throw new Error(`${definition.name} has no form`);
      return only;
    });
  return {
    ...definition,
    takesFamily,
    get schema() {
      return only !== undefined && forms.length === 1
        ? only.schema
        : z.union(forms.map(({ schema }) => schema));
    },
    knownKeys: (record) => {
      const form = formOf(record);
      return 'message' in form ? undefined : form.knownKeys();
    },
    unknownKeys: (record) => {
      const form = formOf(record);
      return 'message' in form ? [] : form.unknownKeys(record);
    },
    read: (record, context): ReadRecord => {
      const { build, source } = context;
      const form = formOf(record);
      const refuse = (path: string, message: string): ReadRecord => ({
        problems: [{ source, path, message }],
        warnings: [],
      });
      if ('message' in form) return refuse(form.path, form.message);
      if (has(build)) return form.read(record, context);
      const others = `${orList(builds, 'and')} build${builds.length === 1 ? '' : 's'}`;
      return refuse('', `there is no ${build} build of ${title}, only the ${others}`);
    },
    quicken: (checkOf) => {
      const readers = new Map(forms.map((form) => [form, form.quicken(checkOf)]));
      return (record, context) => {
        const form = formOf(record);
        if ('message' in form || !has(context.build)) return undefined;
        return readers.get(form)?.(record, context);
      };
    },
  };
}

function issueTo(list: Problem[], source: string, nameOf = (path: string) => path): Issue {
  return (path, message) => {
    const at = nameOf(typeof path === 'string' ? path : formatPath(path));
    list.push({ source, path: at, message });
  };
}
