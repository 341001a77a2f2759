import { z } from 'zod';
import type { Architecture } from '../architecture/architecture.ts';
import {
  subNetwork as cutModel,
  type CutProblem,
  type LayerCut,
} from '../architecture/sub-network.ts';
import { formatPath, type Problem } from '../problem.ts';
import { failure, type Result } from '../result.ts';
import type { ReadRecord, RecordContext } from './candidate-format.ts';
import { RECORD_KEYS } from './common-keys.ts';
import { defineForm, defineFormat } from './define-format.ts';
import { listOf, wholeNumber } from './expectations.ts';
import { adaptedModel, adapterKeys, loraRank } from './sub-network-adapter.ts';
import { huggingFaceConfig } from './hugging-face-config.ts';
import { LIMITS } from './limits.ts';

/** The file beside a checkpoint that describes it where no config can. */
export const SUB_NETWORK_FILE = 'sub-network.json';

/** The keys of what a layer keeps; absent where it keeps all. */
const layerKeys = () => ({
  feed_forward_width: wholeNumber(1, LIMITS.feedForwardWidth)
    .describe('Feed-forward neurons that are kept')
    .optional(),
  num_attention_heads: wholeNumber(1, LIMITS.hiddenSize)
    .describe('Attention heads that are kept, those that share keys and values together')
    .optional(),
  lora_rank: loraRank().optional(),
});

const keys = z.object({
  $schema: z.string().optional(),
  ...RECORD_KEYS,
  base: z
    .record(z.string(), z.unknown(), { error: 'expected a Hugging Face config, an object' })
    .describe('The config of the whole model'),
  adapter: adapterKeys().describe('A low-rank adapter of the whole model').optional(),
  ...layerKeys(),
  layers: listOf(
    z.object({
      index: wholeNumber(0, LIMITS.blocks - 1)
        .describe('Number of the layer in the whole model, from 0; its place in the list if absent')
        .optional(),
      ...layerKeys(),
    }),
    LIMITS.blocks,
    `expected a list of 1 to ${LIMITS.blocks} objects, one for each layer that is kept`,
  )
    .describe('The layers that are kept; all if absent')
    .optional(),
});

type Keys = z.infer<typeof keys>;

/** The keys of a problem with a cut. */
const KEYS: Readonly<Record<CutProblem['of'], string>> = {
  index: 'index',
  feedForwardWidth: 'feed_forward_width',
  numAttentionHeads: 'num_attention_heads',
  layers: 'layers',
};

/** The last config that was read: all candidates of a space have the same. */
let last: { readonly key: string; readonly read: ReadRecord } | undefined;

/** The model of a config, with what its reader reports. */
function readBase(base: object, { experts, build }: RecordContext): ReadRecord {
  const key = JSON.stringify([base, experts, build]);
  if (last?.key === key) return last.read;
  const context = { source: '', defaultId: 'base', build: 'default', experts } as const;
  const read = huggingFaceConfig.read(base, context);
  last = { key, read };
  return read;
}

/** The sub-network that keys describe, or what is wrong with them. */
function modelOf(
  record: Keys,
  context: RecordContext,
): Result<Architecture, Omit<Problem, 'source'>[]> {
  const { candidate, problems } = readBase(record.base, context);
  if (candidate === undefined) {
    return failure(
      problems.map(({ path, message }) => ({
        path: path === '' ? 'base' : `base.${path}`,
        message,
      })),
    );
  }
  const { architecture } = candidate;
  const layers: NonNullable<Keys['layers']> =
    record.layers ?? architecture.blocks.map((_, index) => ({ index }));
  const cuts = layers.map((layer, place): LayerCut => ({
    index: layer.index ?? place,
    feedForwardWidth: layer.feed_forward_width ?? record.feed_forward_width,
    numAttentionHeads: layer.num_attention_heads ?? record.num_attention_heads,
  }));
  const cut = cutModel(architecture, cuts);
  if (cut.ok) return adaptedModel(cut.value, record);
  return failure(
    cut.reason.map(({ layer, of, message }) => {
      const key = KEYS[of];
      const own = layer === null ? undefined : record.layers?.[layer];
      const path =
        own !== undefined && (of === 'index' || Object.hasOwn(own, key))
          ? ['layers', layer, key]
          : [key];
      return { path: formatPath(path.filter((part) => part !== null)), message };
    }),
  );
}

/**
 * A sub-network of a model of the transformers library: its config, and what each layer keeps. It
 * describes what no config can, as layers of different widths.
 */
export const subNetwork = defineFormat({
  name: 'sub-network',
  title: 'a sub-network',
  shownBy: '"base" and "layers"',
  // A space of candidates has a base as well, and lists of values for some of its fields.
  recognizes: (record) =>
    'base' in record &&
    !('choices' in record || 'together' in record) &&
    (!('layers' in record) || Array.isArray(record.layers)),
  forms: [
    defineForm({
      name: 'sub-network',
      schema: () => keys,
      findWarnings: (record, warn, context) => {
        const base: unknown = 'base' in record ? record.base : null;
        if (typeof base !== 'object' || base === null) return;
        for (const { path, message } of readBase(base, context).warnings)
          warn(`base.${path}`, message);
      },
      findConflicts: (record, issue, context) => {
        const model = modelOf(record, context);
        if (model.ok) return;
        for (const { path, message } of model.reason) issue(path, message);
      },
      architectureOf: (record, context) => {
        const model = modelOf(record, context);
        if (!model.ok) throw new RangeError('a sub-network without conflicts has a model');
        return model.value;
      },
    }),
  ],
});
