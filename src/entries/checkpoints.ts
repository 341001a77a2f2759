/** `zerolm/checkpoints`: safetensors files, read, scored and written. */
export { checkpointWeights } from '../checkpoints/checkpoint-weights.ts';
export { initializedCheckpoint } from '../checkpoints/initialized-checkpoint.ts';
export { scoreCheckpoint } from '../checkpoints/score-checkpoint.ts';
export {
  TensorReader,
  TensorReadError,
  type ReadableTensor,
} from '../checkpoints/tensor-entries.ts';
export { isCheckpoint } from '../safetensors/checkpoint-names.ts';
export type { Checkpoint, CheckpointWeight } from '../safetensors/checkpoint.ts';
export { READ_DTYPES, type ReadDtype } from '../safetensors/dtypes.ts';
export { nameTables } from '../safetensors/every-name-table.ts';
export type { NameTable } from '../safetensors/name-table.ts';
export { readCheckpoint, type ReadCheckpoint } from '../safetensors/read-checkpoint.ts';
export type { Tensor } from '../safetensors/tensor.ts';
