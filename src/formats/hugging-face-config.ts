import { quote, type Problem } from '../problem.ts';
import { defineFormat, type Form } from './define-format.ts';
import { HUGGING_FACE_FAMILIES } from './hugging-face/families.ts';
import { guessModelType, modelTypeOfClass } from './hugging-face/guess-model-type.ts';
import { textModelForm, textModelOf } from './hugging-face/text-model.ts';
import { whyUnreadable } from './hugging-face/unreadable-types.ts';

const MODEL_TYPES = [...HUGGING_FACE_FAMILIES.keys()];

function formOf(record: object): Form | Omit<Problem, 'source'> {
  const modelType: unknown = Object.hasOwn(record, 'model_type')
    ? Reflect.get(record, 'model_type')
    : modelTypeOfClass(record, MODEL_TYPES);
  const own = typeof modelType === 'string' ? HUGGING_FACE_FAMILIES.get(modelType) : undefined;
  const text = textModelOf(record, modelType);
  if (text === undefined || own?.knownKeys().names.includes(text.key) === true) {
    return own ?? { path: 'model_type', message: unknownType(modelType) };
  }
  const inner = typeof text.type === 'string' ? HUGGING_FACE_FAMILIES.get(text.type) : undefined;
  return inner === undefined
    ? { path: `${text.key}.model_type`, message: unknownType(text.type) }
    : textModelForm(inner, text);
}

function unknownType(modelType: unknown): string {
  const found = modelType === undefined ? 'missing' : quote(modelType);
  const reason = typeof modelType === 'string' ? whyUnreadable(modelType) : undefined;
  if (reason !== undefined) return `${found}: ${reason}`;
  const nearest =
    typeof modelType === 'string' ? guessModelType(modelType, MODEL_TYPES) : undefined;
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  return `${found}: expected one of the ${MODEL_TYPES.length} types that "zerolm formats" lists${hint}`;
}

/** A `config.json` of the transformers library, of one of the families in `hugging-face/`. */
export const huggingFaceConfig = defineFormat({
  name: 'hugging-face',
  title: 'a Hugging Face config.json',
  shownBy: '"model_type"',
  // LiteTransformerSearch has such a key as well, and comes first.
  recognizes: (record) => 'model_type' in record || 'architectures' in record,
  forms: [...HUGGING_FACE_FAMILIES.values()],
  formOf,
});
