import { z } from 'zod';
import { nearestName } from '../nearest-name.ts';
import { quote, type Problem } from '../problem.ts';
import type { CandidateFormat, QuickRead, ReadRecord, RecordContext } from './candidate-format.ts';
import { plainScores } from './common-keys.ts';
import type { CheckOf } from './ready-check.ts';
import { orList } from './expectations.ts';
import { HUGGING_FACE_FAMILIES } from './hugging-face/families.ts';
import { unknownKeys } from './unknown-keys.ts';

const MODEL_TYPES = [...HUGGING_FACE_FAMILIES.keys()];

const MISSING_SIZE = 'missing: taken as the transformers library does; say it to be sure';

function modelTypeOf(record: object): unknown {
  return 'model_type' in record ? record.model_type : undefined;
}

function read(record: object, context: RecordContext): ReadRecord {
  const { source, defaultId, build, experts = 'all' } = context;
  const modelType = modelTypeOf(record);
  const family = typeof modelType === 'string' ? HUGGING_FACE_FAMILIES.get(modelType) : undefined;
  const refuse = (path: string, message: string): ReadRecord => ({
    problems: [{ source, path, message }],
    warnings: [],
  });
  if (family === undefined) {
    const nearest = typeof modelType === 'string' ? nearestName(modelType, MODEL_TYPES) : undefined;
    const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
    return refuse(
      'model_type',
      `${quote(modelType)}: expected ${orList(MODEL_TYPES.map(quote))}${hint}`,
    );
  }
  if (build !== 'declared') {
    return refuse(
      '',
      `the ${build} build is defined for records of the FlexiBERT benchmark only; a config.json has no other build than declared`,
    );
  }
  const warnings: Problem[] = [
    ...unknownKeys(record, family.known, [], source),
    ...family.unread(record, source),
    ...family.missingSizes(record).map((key) => ({ source, path: key, message: MISSING_SIZE })),
  ];
  const { config, problems } = family.read(record, source, experts);
  if (config === undefined) return { problems, warnings };
  const { keys, architecture } = config;
  return {
    candidate: {
      id: String(keys.id ?? defaultId),
      source,
      architecture,
      scores: keys.scores ?? {},
    },
    problems: [],
    warnings,
  };
}

function quicken(checkOf: CheckOf): QuickRead {
  const readers = new Map(
    [...HUGGING_FACE_FAMILIES].map(([modelType, family]) => [modelType, family.quicken(checkOf)]),
  );
  return (record, { source, defaultId, build, experts = 'all' }) => {
    const modelType = modelTypeOf(record);
    if (build !== 'declared' || typeof modelType !== 'string') return undefined;
    const family = HUGGING_FACE_FAMILIES.get(modelType);
    // Of a size that is missing there is a warning to be made.
    if (family?.missingSizes(record).length !== 0) return undefined;
    const config = readers.get(modelType)?.(record, experts);
    const scores = plainScores(config?.keys.scores);
    if (config === undefined || scores === undefined) return undefined;
    const { keys, architecture } = config;
    return { id: String(keys.id ?? defaultId), source, architecture, scores };
  };
}

/** A `config.json` of the transformers library, of one of the families in `hugging-face/`. */
export const huggingFaceConfig: CandidateFormat = {
  name: 'hugging-face',
  looksLike: '"model_type" (a Hugging Face config.json)',
  get schema() {
    return z.union([...HUGGING_FACE_FAMILIES.values()].map(({ schema }) => schema));
  },
  takesFamily: false,
  // LiteTransformerSearch has such a key as well, and comes first.
  recognizes: (record) => 'model_type' in record,
  read,
  quicken,
};
