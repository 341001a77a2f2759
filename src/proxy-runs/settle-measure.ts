import type { TensorData } from '../onnx/graph.ts';
import { failure, type Result } from '../result.ts';
import type { TensorMap } from '../runtime/session.ts';
import { areFinite } from '../proxy-parts/numbers.ts';
import type { PreparedMeasure, PreparedPass } from './prepare-pass.ts';

/** The outcome of a run for one proxy. */
export interface SettledMeasure {
  readonly result: Result<number>;
  /** Whether another run would find the same; false where the machine failed, not the network. */
  readonly lasting: boolean;
}

/**
 * The score of a measure; a failure that names the loss, a gradient, an activation or the score where
 * that is not finite.
 *
 * @param outputs of the graph; or why it could not be run
 */
export function settleMeasure(
  { measure, usesLoss }: PreparedMeasure,
  { loss }: PreparedPass,
  outputs: Result<TensorMap>,
): SettledMeasure {
  if (!measure.ok) return { result: measure, lasting: true };
  if (!outputs.ok) return { result: outputs, lasting: false };
  const tensors: TensorData[] = [];
  for (const { name } of measure.value.outputs) {
    const tensor = outputs.value.get(name);
    if (tensor === undefined) return { result: failure(`no output ${name}`), lasting: false };
    tensors.push(tensor);
  }
  const value = outputs.value.get(loss.name)?.data[0];
  if (usesLoss && value !== undefined && !Number.isFinite(Number(value))) {
    const result = failure(`the loss is ${value}, not a finite number`);
    return { result, lasting: true };
  }
  const broken = tensors.map(firstNotFinite).find((entry) => entry !== undefined);
  if (broken !== undefined) {
    const what = usesLoss ? 'a gradient, or what is made of it,' : 'an activation';
    return { result: failure(`${what} is ${broken}, not a finite number`), lasting: true };
  }
  const score = measure.value.score(tensors);
  const result =
    score.ok && !Number.isFinite(score.value)
      ? failure(`the score is ${score.value}, not a finite number`)
      : score;
  return { result, lasting: true };
}

function firstNotFinite({ data }: TensorData): number | undefined {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return undefined;
  return areFinite(data) ? undefined : data.find((entry) => !Number.isFinite(entry));
}
