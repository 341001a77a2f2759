import { basename } from 'node:path';
import { idleParameters } from '../architecture/idle-parameters.ts';
import { inventory } from '../architecture/inventory.ts';
import {
  countMatrices,
  countParameters,
  type ParameterCounts,
} from '../architecture/parameter-counts.ts';
import { sizeOf } from '../architecture/weight.ts';
import { checkpointWeights } from '../checkpoints/checkpoint-weights.ts';
import type { CostedModel, CostSettings } from '../costs/cost.ts';
import { memoryParts } from '../costs/memory-parts.ts';
import type { InitializationScheme } from '../initialization/initialization-scheme.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { InspectDocument } from '../report/documents/inspect-document.ts';
import { DEFAULT_SETTINGS } from '../scoring/score-settings.ts';
import { DEFAULT_SEQUENCE_LENGTH } from '../proxy-parts/proxy.ts';
import { defineWorkflow, type Warn } from './define-workflow.ts';
import { warnOfIgnored } from './ignored-options.ts';
import { describeReading, readModel, type OneRequest } from './read-inputs.ts';
import { Refusal } from './refusal.ts';
import { SequenceLengths } from './sequence-lengths.ts';

/** The input of {@link inspect}. */
export interface InspectRequest extends OneRequest, Partial<CostSettings> {
  readonly initialization?: InitializationScheme;
  /** Whether to say what a pass holds in memory. */
  readonly memory?: boolean;
}

/**
 * Every weight of an architecture or a checkpoint, the sums per sub-module and, if asked for, what a
 * pass holds in memory.
 */
export const inspect = defineWorkflow(async (request: InspectRequest, { warn }) => {
  const { initialization = DEFAULT_SETTINGS.initialization } = request;
  const model = await readModel(request, warn);
  const checkpoint = 'checkpoint' in model ? model.checkpoint : null;
  if (checkpoint !== null) {
    warnOfIgnored(request, ['initialization'], 'a checkpoint has weights already', warn);
  }
  const weights =
    'checkpoint' in model
      ? checkpointWeights(model.checkpoint, initialization)
      : inventory(model.architecture, initialization);
  const unmatched = new Set(checkpoint?.unmatched);
  const parameters = countParameters(weights);
  const architecture = 'architecture' in model ? model.architecture : null;
  const idle = architecture === null ? 0 : idleParameters(architecture);
  const memory = memoryOf(request, { architecture, parameters: parameters.total }, warn);
  const document: InspectDocument = {
    ...HEADING,
    settings: { ...describeReading(request), initialization },
    id: model.id,
    weights: weights.map((weight, index) => {
      const { path, shape, subModule, block, counts, distribution } = weight;
      const facts = { path, shape, subModule, block, counts };
      const size = sizeOf(weight);
      if (checkpoint === null) return { ...facts, initialization: distribution, parameters: size };
      const { dtype = '', file = '' } = checkpoint.weights[index] ?? {};
      const stored = { dtype, file: basename(file), matched: !unmatched.has(path) };
      return { ...facts, parameters: size, stored };
    }),
    parameters,
    ...(idle > 0 && { active: activeOf(parameters, idle) }),
    matrices: countMatrices(weights),
    ...(memory !== undefined && { memory }),
    ...(checkpoint !== null && {
      checkpoint: {
        naming: checkpoint.naming?.name ?? null,
        unmatched: checkpoint.unmatched,
        buffers: checkpoint.buffers,
      },
    }),
  };
  return { document };
});

/** Parameters that a token is computed with: experts are feed-forward layers. */
function activeOf(parameters: ParameterCounts, idle: number): ParameterCounts {
  const { feedForward, total } = parameters;
  return { ...parameters, feedForward: feedForward - idle, total: total - idle };
}

/** What a pass holds in memory; undefined where nobody asks. Refuses a pass that nobody can run. */
function memoryOf(
  request: InspectRequest,
  model: CostedModel,
  warn: Warn,
): InspectDocument['memory'] {
  if (request.memory !== true) {
    const idle = ['batch', 'sequenceLength', 'dtype', 'context'] as const;
    warnOfIgnored(request, idle, 'there is no --memory', warn);
    return undefined;
  }
  const { batch = 1, sequenceLength = DEFAULT_SEQUENCE_LENGTH, dtype, context } = request;
  const lengths = new SequenceLengths(model.architecture === null ? [] : [model.architecture]);
  lengths.warnOfIgnored(request, ['sequenceLength'], warn);
  const settings = {
    batch,
    sequenceLength: lengths.shown(sequenceLength),
    ...(dtype !== undefined && { dtype }),
    ...(context !== undefined && { context }),
  };
  const parts = memoryParts(model, settings);
  if (!parts.ok) throw Refusal.of(`--memory: ${parts.reason}`);
  const total = parts.value.reduce((sum, { bytes }) => sum + bytes, 0);
  return { settings, parts: parts.value, total };
}
