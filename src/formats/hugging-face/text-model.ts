import { z } from 'zod';
import { namesInShort, quote, type Problem } from '../../problem.ts';
import { RECORD_KEYS } from '../common-keys.ts';
import type { Form } from '../define-format.ts';

/** Where models of several kinds of input keep the config of their text model. */
const TEXT_KEYS = ['text_config', 'llm_config', 'language_config'] as const;

/** The text model of a type whose `text_config` may not say it. */
const TEXT_TYPES: Readonly<Record<string, string>> = {
  gemma3: 'gemma3_text',
  gemma3n: 'gemma3n_text',
  llama4: 'llama4_text',
  llava: 'llama',
  llava_next: 'llama',
  mistral3: 'mistral',
  paligemma: 'gemma',
  qwen2_5_vl: 'qwen2_5_vl_text',
  qwen2_vl: 'qwen2_vl_text',
  qwen3_vl: 'qwen3_vl_text',
};

/** The text model inside a config. */
export interface TextModel {
  /** The key of its own config. */
  readonly key: string;
  readonly config: object;
  /** Its type, where the config says it, or that of the whole does. */
  readonly type: unknown;
}

/** The text model inside a config of that type; undefined where it has none. */
export function textModelOf(record: object, modelType: unknown): TextModel | undefined {
  for (const key of TEXT_KEYS) {
    const config: unknown = Object.hasOwn(record, key) ? Reflect.get(record, key) : undefined;
    if (typeof config !== 'object' || config === null || Array.isArray(config)) continue;
    const own: unknown = Reflect.get(config, 'model_type');
    const usual = typeof modelType === 'string' ? (TEXT_TYPES[modelType] ?? modelType) : undefined;
    return { key, config, type: own ?? usual };
  }
  return undefined;
}

/**
 * A form that reads the text model inside a record as its own form does. A warning names what is
 * left out; the name of the candidate, its qualities and a tied head may be said outside.
 */
export function textModelForm(form: Form, { key, config, type }: TextModel): Form {
  const outside = (record: object): object =>
    Object.fromEntries(
      [...Object.keys(RECORD_KEYS), 'tie_word_embeddings']
        .filter((name) => Object.hasOwn(record, name))
        .map((name) => [name, Reflect.get(record, name)]),
    );
  const inside = (problem: Problem): Problem => ({
    ...problem,
    path: problem.path in RECORD_KEYS ? problem.path : `${key}.${problem.path}`,
  });
  return {
    name: `${form.name} in ${key}`,
    get schema() {
      return z.object({ [key]: form.schema });
    },
    knownKeys: () => ({
      isList: false,
      names: [key],
      inside: new Map([[key, form.knownKeys()]]),
    }),
    unknownKeys: () =>
      form.unknownKeys(config).map(({ path, hint }) => ({ path: [key, ...path], hint })),
    read: (record, context) => {
      const whole = { ...outside(record), ...config, model_type: type };
      const read = form.read(whole, context);
      const left = { source: context.source, path: key, message: leftOut(record, key, type) };
      return {
        ...read,
        problems: read.problems.map(inside),
        warnings: [left, ...read.warnings.map(inside)],
      };
    },
    // There is always a warning.
    quicken: () => () => undefined,
  };
}

/** Names the other parts of the model: what else is a config. */
function leftOut(record: object, key: string, type: unknown): string {
  const parts = Object.keys(record).filter(
    (name) => name !== key && name.endsWith('_config') && name !== 'quantization_config',
  );
  const named = parts.length === 0 ? '' : `: ${namesInShort(parts)}`;
  return `read alone, as a model of type ${quote(type)}; all else of the model is left out${named}`;
}
