import { distance } from 'fastest-levenshtein';

/**
 * Model types of the transformers library that are one letter away from one that is read, without
 * those that have a letter more before or after it.
 */
const OTHER_MODEL_TYPES = [
  ...['bark', 'beit', 'blip', 'bort', 'clap', 'clvp', 'gptneo', 'ibert', 'llada', 'llava', 'mbert'],
  ...['myt5', 'pixtral', 'vilt', 'vits', 'xglm'],
];

/** Shortest name in which a wrong letter leaves no doubt. */
const MIN_LENGTH = 4;

/**
 * The known model type that a name was meant to be: the same except for case and punctuation, or for
 * one letter. Undefined where the name may be that of another architecture, such as another version.
 */
export function guessModelType(name: string, known: readonly string[]): string | undefined {
  const plain = plainName(name);
  const same = known.find((candidate) => plainName(candidate) === plain);
  if (same !== undefined || plain.length < MIN_LENGTH || OTHER_MODEL_TYPES.includes(plain)) {
    return same;
  }
  return known.find((candidate) => {
    const own = plainName(candidate);
    return (
      distance(plain, own) === 1 && digitsOf(plain) === digitsOf(own) && !isVariant(plain, own)
    );
  });
}

/** Whether a name has a letter more before or after another, unlike the next: `mllama`, `glm4v`. */
function isVariant(name: string, other: string): boolean {
  if (name.length !== other.length + 1) return false;
  return (
    (name.endsWith(other) && !other.startsWith(name.charAt(0))) ||
    (name.startsWith(other) && !other.endsWith(name.slice(-1)))
  );
}

/** The class names of the models of a family, as `BertForMaskedLM` of BERT. */
const MODEL_CLASS =
  /^(?:TF|Flax)?(.+?)(?:For[A-Z]\w*|LMHeadModel|DoubleHeadsModel|EncoderModel|Model)$/;

/** The known model type of a config by the class that it names in `architectures`. */
export function modelTypeOfClass(record: object, known: readonly string[]): string | undefined {
  const classes: unknown = Reflect.get(record, 'architectures');
  const name: unknown = Array.isArray(classes) ? classes[0] : undefined;
  const stem = typeof name === 'string' ? MODEL_CLASS.exec(name)?.[1] : undefined;
  return stem === undefined
    ? undefined
    : known.find((candidate) => plainName(candidate) === plainName(stem));
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function digitsOf(name: string): string {
  return name.replace(/\D/g, '');
}
