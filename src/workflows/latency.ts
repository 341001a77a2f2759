import { lengthOfSequence } from '../architecture/image-length.ts';
import { inventory } from '../architecture/inventory.ts';
import { countParameters } from '../architecture/parameter-counts.ts';
import { findForwardProblem } from '../forward/find-forward-problem.ts';
import { measureInThread } from '../latency/latency-thread.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { LatencyDocument } from '../report/documents/latency-document.ts';
import { defineWorkflow } from './define-workflow.ts';
import {
  describeReading,
  readAll,
  type InputsRequest,
  type ReadingRequest,
} from './read-inputs.ts';
import { Refusal } from './refusal.ts';
import { SequenceLengths } from './sequence-lengths.ts';
import { specLines, type EmitRequest } from './selection.ts';
import {
  latencySettingsOf,
  machineWithRuntime,
  warnOfExperts,
  warnOfNoise,
  type TimingRequest,
} from './timing.ts';

/** The input of {@link latency}. */
export interface LatencyRequest
  extends
    Omit<ReadingRequest, 'experts'>,
    Omit<InputsRequest, 'skipInvalid'>,
    EmitRequest,
    TimingRequest {}

/** The times of forward passes on this machine. They do not repeat. */
export const latency = defineWorkflow(async (request: LatencyRequest, run) => {
  const { warn, step } = run;
  const settings = latencySettingsOf(request, warn);
  const machine = await machineWithRuntime();
  const candidates = await readAll(request, run);
  const lengths = new SequenceLengths(candidates.map(({ architecture }) => architecture));
  lengths.warnOfIgnored(request, ['sequenceLength'], warn);
  const problems = candidates.flatMap(({ architecture, source }) => {
    const message = findForwardProblem(architecture, settings.sequenceLength);
    return message === null ? [] : [{ source, path: '', message }];
  });
  if (problems.length > 0) throw new Refusal(problems);
  const measured = await measureInThread(candidates, settings, step('took', 'steps'));
  if (!measured.ok) throw Refusal.of(measured.reason);
  const { times: all, groups } = measured.value;
  warnOfNoise(all, warn);
  warnOfExperts(
    candidates.map(({ architecture }) => architecture),
    warn,
  );
  const { batch, sequenceLength, initialization } = settings;
  const models = candidates.flatMap(({ id, architecture }, index): LatencyDocument['models'] => {
    const times = all[index];
    if (times === undefined) return [];
    const { median, quartiles, fastest, medianDeviation } = times;
    const [lowerQuartile, upperQuartile] = quartiles;
    return [
      {
        id,
        milliseconds: { median, lowerQuartile, upperQuartile, fastest, medianDeviation },
        tokensPerSecond:
          (1000 * batch * lengthOfSequence(architecture.embedding, sequenceLength)) / median,
        parameters: countParameters(inventory(architecture, initialization)).total,
      },
    ];
  });
  const { memoryLimit: _, ...described } = settings;
  const document: LatencyDocument = {
    ...HEADING,
    settings: {
      ...describeReading(request),
      ...described,
      sequenceLength: lengths.shown(sequenceLength),
      ...(groups > 1 && { groups }),
    },
    machine,
    models,
  };
  return {
    document,
    ...(request.emit === 'specs' && { specs: specLines('latency', models, candidates) }),
  };
});
