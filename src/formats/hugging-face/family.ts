import { z } from 'zod';
import type { Architecture } from '../../architecture/architecture.ts';
import type { ExpertCount } from '../../architecture/mixture-of-experts.ts';
import { namesInShort, quote } from '../../problem.ts';
import type { Aliases } from '../aliases.ts';
import { defineForm, type Form, type RecordKeys } from '../define-format.ts';
import { ignoring } from '../ignored-keys.ts';
import { once } from '../once.ts';
import { ACTIVATION_KEYS, unknownActivations } from './activations.ts';
import { firstClass, headOfClass, withHeadOf } from './class-head.ts';
import { OTHER_PARTS, PASSED_OVER_KEYS, WEIGHT_SHAPING_KEYS, type Harmless } from './other-keys.ts';
import { isPlain, plainRecord } from './plain-record.ts';
import { checkRotary, type RotaryConfig } from './rotary.ts';

/** Reports a conflict between keys, with a path and the expectation. */
export type Issue = (path: string, message: string) => void;

/** One `model_type` of the transformers library. */
export interface HuggingFaceFamily extends Form {
  readonly modelType: string;
}

/** Keys that a config of every family has. */
export interface FamilyKeys extends RecordKeys {
  readonly architectures?: unknown;
}

/** The definition of a family. */
export interface Definition<Config extends FamilyKeys & RotaryConfig> {
  readonly modelType: string;
  /**
   * The keys that shape a weight, with the defaults of the transformers library; made on demand,
   * since those of all families take as long as a short run.
   */
  readonly schema: () => z.ZodType<Config> & { readonly shape: object };
  /** Other names of its keys, as the `attribute_map` of the transformers library has them. */
  readonly aliases?: Aliases;
  /** Keys of the family that shape no weight, beside those that shape none anywhere. */
  readonly passedOver?: readonly string[];
  /** Keys of the family that would shape one and are not read, with the values that shape none. */
  readonly unread?: Readonly<Record<string, Harmless>>;
  /** The same of keys that change what a model computes, and no weight. */
  readonly uncomputed?: Readonly<Record<string, Harmless>>;
  /** Reports conflicts between keys, which no schema of one key can find. */
  readonly findConflicts: (config: Config, issue: Issue) => void;
  /** The architecture of a config without conflicts, of the class with a head that predicts tokens. */
  readonly architectureOf: (config: Config, experts: ExpertCount) => Architecture;
}

/** Names of the hidden size and the depth: their defaults should not be taken unnoticed. */
const SIZES = [
  ...['hidden_size', 'dim', 'n_embd', 'd_model', 'emb_dim'],
  ...['num_hidden_layers', 'n_layers', 'n_layer', 'num_layers', 'encoder_layers'],
];

/** A family by its keys, their conflicts and its architecture. */
export function defineFamily<Config extends FamilyKeys & RotaryConfig>({
  modelType,
  schema: makeSchema,
  aliases = {},
  passedOver = [],
  unread = {},
  uncomputed = {},
  findConflicts,
  architectureOf,
}: Definition<Config>): HuggingFaceFamily {
  const aliasNames = Object.keys(aliases);
  const noticed = [
    ...Object.entries({ ...WEIGHT_SHAPING_KEYS, ...unread }).map(([key, isHarmless]) => ({
      ...{ key, isHarmless, does: 'shapes weights' },
    })),
    ...Object.entries(uncomputed).map(([key, isHarmless]) => ({
      ...{ key, isHarmless, does: 'changes what the model computes' },
    })),
  ];
  const noticedNames = noticed.map(({ key }) => key);
  const made = once(() => {
    const schema = makeSchema();
    const shaping = Object.entries<unknown>({ ...schema.shape });
    const names = shaping.map(([key]) => key);
    const taken = new Set([...names, ...aliasNames, ...noticedNames]);
    const others = [...PASSED_OVER_KEYS, ...passedOver].filter((key) => !taken.has(key));
    return {
      schema: ignoring<z.ZodType<Config>>(schema, others),
      /** Each key of a size, with its other names. */
      sizes: names
        .filter((key) => SIZES.includes(key))
        .map((key) => [key, ...aliasNames.filter((alias) => aliases[alias] === key)]),
      /** Keys of activation functions that it has none of. */
      unusedActivations: ACTIVATION_KEYS.filter((key) => !taken.has(key)),
      /** The keys whose values are true or false. */
      flags: shaping
        .filter(([, own]) => own instanceof z.ZodDefault && own.unwrap() instanceof z.ZodBoolean)
        .map(([key]) => key),
    };
  });
  const form = defineForm<Config>({
    name: `hugging-face/${modelType}`,
    schema: () => made().schema,
    otherKeys: [...aliasNames, ...noticedNames, ...OTHER_PARTS],
    prepare: (record) => {
      const { flags, unusedActivations } = made();
      const unknown = unknownActivations(record, unusedActivations);
      if (unknown.length === 0 && isPlain(record, aliasNames, flags)) return undefined;
      const plain = plainRecord(record, modelType, aliases, flags);
      return { ...plain, problems: [...plain.problems, ...unknown] };
    },
    findWarnings: (record, warn) => {
      if (!Object.hasOwn(record, 'model_type')) {
        warn('model_type', `missing: architectures says ${modelType}, and it is read as that`);
      }
      const name = firstClass(Reflect.get(record, 'architectures'));
      if (name !== undefined && headOfClass(name) === 'task') {
        const message = `${quote(name)}: its head for a task is not counted: the model is read without a head`;
        warn('architectures', message);
      }
      for (const { key, isHarmless, does } of noticed) {
        if (!Object.hasOwn(record, key)) continue;
        const value: unknown = Reflect.get(record, key);
        if (isHarmless(value)) continue;
        const message = `${quote(value)}: ignored, though it ${does}: the model is read as it would be without it`;
        warn(key, message);
      }
      const parts = OTHER_PARTS.filter((part) => typeof Reflect.get(record, part) === 'object');
      const [first] = parts;
      if (first !== undefined) {
        warn(first, `left out: the text model is read alone, without ${namesInShort(parts)}`);
      }
      for (const names of made().sizes) {
        if (names.some((name) => Object.hasOwn(record, name))) continue;
        warn(names[0] ?? '', 'missing: taken as the transformers library does; say it to be sure');
      }
    },
    findConflicts: (config, issue) => {
      checkRotary(config, issue);
      findConflicts(config, issue);
    },
    architectureOf: (config, { experts = 'all' }) =>
      withHeadOf(architectureOf(config, experts), config.architectures),
  });
  return Object.assign(form, { modelType });
}
