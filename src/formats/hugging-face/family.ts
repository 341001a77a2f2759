import { z } from 'zod';
import type { Architecture, ExpertCount } from '../../architecture/architecture.ts';
import { quote } from '../../problem.ts';
import type { Aliases } from '../aliases.ts';
import { defineForm, type Form, type RecordKeys } from '../define-format.ts';
import { ignoring } from '../ignored-keys.ts';
import { once } from '../once.ts';
import { PASSED_OVER_KEYS, WEIGHT_SHAPING_KEYS, type Harmless } from './other-keys.ts';
import { isPlain, plainRecord } from './plain-record.ts';

/** Reports a conflict between keys, with a path and the expectation. */
export type Issue = (path: string, message: string) => void;

/** One `model_type` of the transformers library. */
export interface HuggingFaceFamily extends Form {
  readonly modelType: string;
}

/** The definition of a family. */
interface Definition<Config extends RecordKeys> {
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
  /** Reports conflicts between keys, which no schema of one key can find. */
  readonly findConflicts: (config: Config, issue: Issue) => void;
  /** The architecture of a config without conflicts. */
  readonly architectureOf: (config: Config, experts: ExpertCount) => Architecture;
}

/** Names of the hidden size and the depth: their defaults should not be taken unnoticed. */
const SIZES = [
  ...['hidden_size', 'dim', 'n_embd', 'd_model'],
  ...['num_hidden_layers', 'n_layers', 'n_layer', 'num_layers', 'encoder_layers'],
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
  const aliasNames = Object.keys(aliases);
  const noticed = Object.entries({ ...WEIGHT_SHAPING_KEYS, ...unread });
  const noticedNames = noticed.map(([key]) => key);
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
      /** The keys whose values are true or false. */
      flags: shaping
        .filter(([, own]) => own instanceof z.ZodDefault && own.unwrap() instanceof z.ZodBoolean)
        .map(([key]) => key),
    };
  });
  const form = defineForm<Config>({
    name: `hugging-face/${modelType}`,
    schema: () => made().schema,
    otherKeys: [...aliasNames, ...noticedNames],
    prepare: (record) => {
      const { flags } = made();
      if (isPlain(record, aliasNames, flags)) return undefined;
      return plainRecord(record, modelType, aliases, flags);
    },
    findWarnings: (record, warn) => {
      if (!Object.hasOwn(record, 'model_type')) {
        warn('model_type', `missing: architectures says ${modelType}, and it is read as that`);
      }
      for (const [key, isHarmless] of noticed) {
        if (!Object.hasOwn(record, key)) continue;
        const value: unknown = Reflect.get(record, key);
        if (isHarmless(value)) continue;
        const message = `${quote(value)}: ignored, though it shapes weights: the model is read as it would be without it`;
        warn(key, message);
      }
      for (const names of made().sizes) {
        if (names.some((name) => Object.hasOwn(record, name))) continue;
        warn(names[0] ?? '', 'missing: taken as the transformers library does; say it to be sure');
      }
    },
    findConflicts,
    architectureOf: (config, { experts = 'all' }) => architectureOf(config, experts),
  });
  return Object.assign(form, { modelType });
}
