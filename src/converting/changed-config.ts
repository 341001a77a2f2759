import { z } from 'zod';
import type { Architecture } from '../architecture/architecture.ts';
import { HUGGING_FACE_FAMILIES } from '../formats/hugging-face/families.ts';
import { readRecord } from '../formats/registry.ts';
import { failure, success, type Result } from '../result.ts';
import { compareModels, describeDifference } from './compare-models.ts';
import { MEANING_OF } from './config-values.ts';

/** Keys that follow from the hidden size and the heads where they are absent. */
const HEAD_SIZES = ['head_dim', 'd_kv', 'attention_head_size'];

/**
 * A config with the sizes of another architecture, and all its other keys as they are. It is read again,
 * and describes that architecture; or the reason why it can't.
 *
 * @param config of the transformers library
 */
export function changedConfig(config: object, target: Architecture): Result<object> {
  const before = read(config);
  if (before === undefined) return failure('its config is not read');
  const modelType: unknown = 'model_type' in config ? config.model_type : undefined;
  const family = HUGGING_FACE_FAMILIES.get(String(modelType));
  const names =
    family?.schema instanceof z.ZodObject ? Object.keys(family.schema.shape) : Object.keys(config);
  if (isUneven(target) && !isUneven(before)) return failure('its layers differ in their sizes');
  const hasFewerHeads = before.blocks[0].numAttentionHeads !== target.blocks[0].numAttentionHeads;
  const changed: Record<string, unknown> = { ...config };
  for (const name of names) {
    const meaning = MEANING_OF.get(name);
    if (meaning === undefined) continue;
    const wanted = meaning.of(target);
    const isNew = wanted !== meaning.of(before) || (hasFewerHeads && HEAD_SIZES.includes(name));
    if (isNew && wanted !== undefined) changed[name] = wanted;
  }
  const after = read(changed);
  if (after === undefined) return failure('no config of its family has these sizes');
  const [difference] = compareModels(target, after);
  return difference === undefined
    ? success(changed)
    : failure(describeDifference(difference, String(modelType)));
}

/** Whether layers have different widths or heads. */
function isUneven({ blocks: [first, ...others] }: Architecture): boolean {
  return others.some(
    ({ feedForwardWidths, numAttentionHeads }) =>
      feedForwardWidths.join() !== first.feedForwardWidths.join() ||
      numAttentionHeads !== first.numAttentionHeads,
  );
}

function read(config: object): Architecture | undefined {
  const context = { source: '', defaultId: 'config', build: 'default' } as const;
  return readRecord(config, context).candidate?.architecture;
}
