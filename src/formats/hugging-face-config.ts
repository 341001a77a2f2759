import { quote, type Problem } from '../problem.ts';
import { defineFormat } from './define-format.ts';
import { orList } from './expectations.ts';
import { HUGGING_FACE_FAMILIES } from './hugging-face/families.ts';
import type { HuggingFaceFamily } from './hugging-face/family.ts';
import { guessModelType, modelTypeOfClass } from './hugging-face/guess-model-type.ts';

const MODEL_TYPES = [...HUGGING_FACE_FAMILIES.keys()];

function familyOf(record: object): HuggingFaceFamily | Omit<Problem, 'source'> {
  const modelType: unknown = Object.hasOwn(record, 'model_type')
    ? Reflect.get(record, 'model_type')
    : modelTypeOfClass(record, MODEL_TYPES);
  const family = typeof modelType === 'string' ? HUGGING_FACE_FAMILIES.get(modelType) : undefined;
  if (family !== undefined) return family;
  const found = modelType === undefined ? 'missing' : quote(modelType);
  const message = `${found}: expected ${orList(MODEL_TYPES.map(quote))}${remedyFor(modelType, record)}`;
  return { path: 'model_type', message };
}

function remedyFor(modelType: unknown, record: object): string {
  const nearest =
    typeof modelType === 'string' ? guessModelType(modelType, MODEL_TYPES) : undefined;
  if (nearest !== undefined) return `; did you mean ${nearest}?`;
  const inner: unknown = Reflect.get(record, 'text_config');
  const innerType: unknown =
    typeof inner === 'object' && inner !== null ? Reflect.get(inner, 'model_type') : undefined;
  return typeof innerType === 'string' && HUGGING_FACE_FAMILIES.has(innerType)
    ? `; its text_config is of type ${innerType}: save that as a file to score the text model alone`
    : '';
}

/** A `config.json` of the transformers library, of one of the families in `hugging-face/`. */
export const huggingFaceConfig = defineFormat({
  name: 'hugging-face',
  title: 'a Hugging Face config.json',
  shownBy: '"model_type"',
  // LiteTransformerSearch has such a key as well, and comes first.
  recognizes: (record) => 'model_type' in record || 'architectures' in record,
  forms: [...HUGGING_FACE_FAMILIES.values()],
  formOf: familyOf,
});
