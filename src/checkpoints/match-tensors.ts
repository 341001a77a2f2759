import type { Architecture } from '../architecture/architecture.ts';
import { turnedShape } from '../architecture/weight.ts';
import { quote, type Problem } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import type { Checkpoint, CheckpointWeight } from '../safetensors/checkpoint.ts';
import { isReadDtype, READ_DTYPE_NAMES } from '../safetensors/dtypes.ts';
import { NamedTensors } from '../safetensors/named-tensors.ts';
import type { Tensor } from '../safetensors/tensor.ts';
import { cutWeights, type CutAxis, type CutWeight } from './cut-axes.ts';

/** A tensor of a trained model, as its file has it. */
export interface ModelTensor {
  readonly tensor: Tensor;
  /** What it counts for; null for a tensor that is no parameter. */
  readonly weight: CheckpointWeight | null;
  /** The layer that it belongs to, null outside all. */
  readonly block: number | null;
  /** Its dimensions as they are stored, and how they are cut with the layer; null: not at all. */
  readonly axes: readonly (CutAxis | null)[];
  /** Which of them are the outputs of the layer. */
  readonly outputAxis: 0 | 1;
}

/**
 * The tensors of a checkpoint by its config: which are cut with a layer, and how.
 * A failure where there is no telling: the config is of another model, or a layer has a tensor that is
 * none of its weights.
 *
 * @param stored the tensors of the files, with all of their names
 */
export function matchTensors(
  checkpoint: Checkpoint,
  stored: readonly Tensor[],
  architecture: Architecture,
): Result<ModelTensor[], Problem> {
  const { path, weights, buffers, blockCount } = checkpoint;
  const refuse = (at: string, message: string): Result<never, Problem> =>
    failure({ source: path, path: at, message });
  const { length } = architecture.blocks;
  if (blockCount !== length) {
    return refuse('', `${blockCount} layers: expected ${length}, those of the config beside it`);
  }
  const quantized = weights.find(({ quantization }) => quantization !== null);
  if (quantized !== undefined) {
    const expected = `expected ${READ_DTYPE_NAMES.join(', ')}; name the model that was quantized`;
    return refuse(quantized.path, `quantized (${quantized.quantization}): ${expected}`);
  }
  const places = new Map(weights.map((weight) => [placeOf(weight), weight]));
  // An empty tensor, which is no weight, begins where the next one does.
  const weightOf = (tensor: Tensor): CheckpointWeight | null =>
    tensor.bytes === 0 ? null : (places.get(placeOf(tensor)) ?? null);
  const byName = new NamedTensors(stored);
  const known = new Map<Tensor, CutWeight>();
  for (const cut of cutWeights(architecture)) {
    const { path: name, shape, block } = cut.weight;
    const tensor = byName.find(name);
    if (tensor === undefined) {
      if (block === null) continue;
      return refuse(name, 'no tensor of this name, which a layer of the config beside it has');
    }
    const expected = weightOf(tensor)?.inputFirst === true ? turnedShape(shape) : shape;
    if (tensor.shape.join() !== expected.join()) {
      const reason = `expected [${expected.join(', ')}], as the config beside it has it`;
      return refuse(tensor.path, `[${tensor.shape.join(', ')}]: ${reason}`);
    }
    if (cut.axes.some((axis) => axis !== null) && !isReadDtype(tensor.dtype)) {
      return refuse(tensor.path, `${quote(tensor.dtype)}: expected ${READ_DTYPE_NAMES.join(', ')}`);
    }
    known.set(tensor, cut);
  }
  const passedOver = new Set(buffers);
  const found: ModelTensor[] = [];
  for (const tensor of stored) {
    const weight = weightOf(tensor);
    const cut = known.get(tensor);
    const block = cut?.weight.block ?? weight?.block ?? null;
    if (cut === undefined && !passedOver.has(tensor.path) && block !== null) {
      const reason = 'a tensor of a layer that is none of its weights by the config beside it';
      return refuse(tensor.path, `${reason}: there is no telling how it is cut; take it out`);
    }
    // A matrix of GPT-2 is stored with the inputs first.
    const isTurned = weight?.inputFirst === true;
    const axes = cut?.axes ?? tensor.shape.map(() => null);
    found.push({
      tensor,
      weight,
      block,
      axes: isTurned ? turnedShape(axes) : axes,
      outputAxis: isTurned ? 1 : 0,
    });
  }
  return success(found);
}

/** Where a tensor is stored: no two share a place but empty ones, which are no weights. */
function placeOf({ file, start }: Pick<Tensor, 'file' | 'start'>): string {
  return `${start} ${file}`;
}
