import type { Architecture } from '../architecture/architecture.ts';
import { architectureKey } from '../architecture/architecture-key.ts';
import { RECORD_KEYS } from '../formats/common-keys.ts';
import { HUGGING_FACE_FAMILIES } from '../formats/hugging-face/families.ts';
import { modelTypeOfClass } from '../formats/hugging-face/guess-model-type.ts';
import { huggingFaceConfig } from '../formats/hugging-face-config.ts';
import { formatOf } from '../formats/registry.ts';
import { failure, success, type Result } from '../result.ts';
import { withClassName, type HuggingFaceConversion } from './to-hugging-face.ts';

/** Keys of zerolm, which configs may have and transformers does not know. */
const OUR_KEYS = ['$schema', ...Object.keys(RECORD_KEYS)];

/** Whether a record is a config already. */
export function isConfig(record: unknown): record is Readonly<Record<string, unknown>> {
  return formatOf(record) === huggingFaceConfig;
}

/**
 * The config that a candidate was read from, with all its keys: those that zerolm does not know too,
 * and without those that are its own. It names its type and its class. Read again it describes the same
 * architecture to the last field, or it is refused.
 */
export function giveBack(
  record: Readonly<Record<string, unknown>>,
  architecture: Architecture,
): Result<HuggingFaceConversion> {
  const kept = Object.fromEntries(
    Object.entries(record).filter(([key]) => !OUR_KEYS.includes(key)),
  );
  const type = kept.model_type ?? modelTypeOfClass(kept, [...HUGGING_FACE_FAMILIES.keys()]);
  const typed = kept.model_type === undefined ? { model_type: type, ...kept } : kept;
  const forms = typeof type === 'string' ? [withClassName(type, typed), typed] : [typed];
  const key = architectureKey(architecture);
  for (const config of forms) {
    const context = { source: '', defaultId: 'config', build: 'declared' } as const;
    // Readers may fill in defaults.
    const { candidate } = huggingFaceConfig.read(structuredClone(config), context);
    if (candidate === undefined || architectureKey(candidate.architecture) !== key) continue;
    return success({ config, architecture: candidate.architecture, warnings: [] });
  }
  return failure('read again, its own config describes another model');
}
