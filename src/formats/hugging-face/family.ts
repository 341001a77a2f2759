import type { z } from 'zod';
import type { Architecture, ExpertCount } from '../../architecture/architecture.ts';
import type { Problem } from '../../problem.ts';
import { schemaProblems } from '../schema-problems.ts';
import type { CheckOf } from '../ready-check.ts';
import { hasAlias, resolveAliases, type Aliases } from './aliases.ts';
import { PASSED_OVER_KEYS, unreadKeys, WEIGHT_SHAPING_KEYS, type Harmless } from './other-keys.ts';

/** Tells of a conflict between keys: where, and what was expected there. */
export type Issue = (path: string, message: string) => void;

/** Keys of every config that say which candidate it is and how good it turned out. */
export interface RecordKeys {
  readonly id?: string | number | undefined;
  readonly scores?: Readonly<Record<string, number>> | undefined;
}

/** What a family says of one config. */
export interface ReadConfig {
  readonly keys: RecordKeys;
  readonly architecture: Architecture;
}

/** One `model_type` of the transformers library. */
export interface HuggingFaceFamily {
  readonly modelType: string;
  readonly schema: z.ZodType;
  /**
   * Which of the keys of its hidden size and its depth a config leaves out, under any of their
   * names: nobody should get their defaults unawares.
   */
  readonly missingSizes: (record: object) => readonly string[];
  /** Every key that is not to be warned of. */
  readonly known: readonly string[];
  /** A warning for every key that would shape a weight and is not read. */
  readonly unread: (record: object, source: string) => readonly Problem[];
  /** Turns a config into an architecture, or says what is wrong with it. */
  readonly read: (
    record: object,
    source: string,
    experts: ExpertCount,
  ) => { readonly config?: ReadConfig; readonly problems: readonly Problem[] };
  /** A reader by a quick check, which gives what `read` gives of a valid config without unknown keys. */
  readonly quicken: (
    checkOf: CheckOf,
  ) => (record: object, experts: ExpertCount) => ReadConfig | undefined;
}

/** What a family is defined by. */
interface Definition<Config> {
  readonly modelType: string;
  /**
   * The keys that shape a weight, with the defaults of the transformers library; made when it is
   * wanted, since those of all families take as long as a short run.
   */
  readonly schema: () => z.ZodType<Config> & { readonly shape: object };
  /** Other names of its keys, as the `attribute_map` of the transformers library has them. */
  readonly aliases?: Aliases;
  /** Keys of the family that shape no weight, beside those that shape none anywhere. */
  readonly passedOver?: readonly string[];
  /** Keys of the family that would shape one and are not read, with the values that shape none. */
  readonly unread?: Readonly<Record<string, Harmless>>;
  /** What keys have against each other; no schema of one key can say so. */
  readonly findConflicts: (config: Config, issue: Issue) => void;
  /** The architecture of a config without conflicts. */
  readonly architectureOf: (config: Config, experts: ExpertCount) => Architecture;
}

/** What families call their hidden size and their depth. */
const SIZES = [
  ...['hidden_size', 'dim', 'n_embd', 'd_model'],
  ...['num_hidden_layers', 'n_layers', 'n_layer', 'num_layers'],
];

/** A family by its keys, their conflicts and its architecture. */
export function defineFamily<Config extends RecordKeys>({
  modelType,
  schema: makeSchema,
  aliases = {},
  passedOver = [],
  unread = {},
  findConflicts,
  architectureOf,
}: Definition<Config>): HuggingFaceFamily {
  const made = once(() => {
    const schema = makeSchema();
    const shaping = Object.keys(schema.shape);
    const warned = { ...WEIGHT_SHAPING_KEYS, ...unread };
    const others = [...PASSED_OVER_KEYS, ...passedOver].filter(
      (key) => ![...shaping, ...Object.keys(aliases), ...Object.keys(warned)].includes(key),
    );
    const sizes = shaping
      .filter((key) => SIZES.includes(key))
      .map((key) => [key, ...Object.keys(aliases).filter((alias) => aliases[alias] === key)]);
    return {
      schema,
      others,
      sizes,
      warned,
      known: [...shaping, ...Object.keys(aliases), ...others, ...Object.keys(warned)],
    };
  });
  return {
    modelType,
    get schema() {
      return made().schema;
    },
    missingSizes: (record) =>
      made()
        .sizes.filter((names) => !names.some((name) => Object.hasOwn(record, name)))
        .map(([key = '']) => key),
    get known() {
      return made().known;
    },
    unread: (record, source) => unreadKeys(record, made().warned, source),
    read: (record, source, experts) => {
      const { resolved, nameOf, contradictions } = resolveAliases(record, aliases);
      const problems: Problem[] = contradictions.map((problem) => ({ source, ...problem }));
      const parsed = made().schema.safeParse(resolved);
      if (!parsed.success) {
        const own = schemaProblems(parsed.error, resolved, source);
        problems.push(...own.map((problem) => ({ ...problem, path: nameOf(problem.path) })));
        return { problems };
      }
      findConflicts(parsed.data, (path, message) => {
        problems.push({ source, path: nameOf(path), message });
      });
      if (problems.length > 0) return { problems };
      const architecture = architectureOf(parsed.data, experts);
      return { config: { keys: parsed.data, architecture }, problems };
    },
    quicken: (checkOf) => {
      const isConfig = checkOf(`hugging-face/${modelType}`, () => {
        const { schema, others } = made();
        return { schema, passedOver: { '': others } };
      });
      return (record, experts) => {
        // Before the check, which would fill in the default of the key that it stands for.
        if (hasAlias(record, aliases) || !isConfig(record)) return undefined;
        let conflicts = 0;
        findConflicts(record, () => {
          conflicts += 1;
        });
        if (conflicts > 0) return undefined;
        return { keys: record, architecture: architectureOf(record, experts) };
      };
    },
  };
}

/** A function that computes its value when it is first asked for it. */
function once<Value>(compute: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
