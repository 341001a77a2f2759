import { closeSync, openSync, readSync } from 'node:fs';
import type { Architecture } from '../architecture/architecture.ts';
import { WEIGHT_NAMES } from '../architecture/naming-tables.ts';
import { failure, success, type Result } from '../result.ts';
import { bytesOfDtype } from '../safetensors/dtypes.ts';
import type { Tensor } from '../safetensors/tensor.ts';
import { headerOf } from '../safetensors/write-header.ts';
import { runsOf, type UnitKind } from './cut-axes.ts';
import { keptBytes, lengthOf, type KeptTensor } from './kept-bytes.ts';
import type { ModelTensor } from './match-tensors.ts';
import { TensorReadError } from './tensor-entries.ts';

/** The units that a layer keeps, sorted; null for a layer that is dropped. */
export type KeptUnits = Readonly<Record<UnitKind, readonly number[]>> | null;

/** A smaller checkpoint that is not written yet. */
export interface CutCheckpoint {
  /** The file, piece by piece; a piece is valid until the next one is asked for. */
  readonly pieces: Iterable<Uint8Array>;
  readonly tensors: number;
  /** Of all pieces. */
  readonly bytes: number;
}

/**
 * The checkpoint of a sub-network: the tensors of a model in their order and type, each with the rows
 * and columns that are kept, copied byte by byte; layers are counted anew. A failure where the names of
 * the layers can't be.
 *
 * @param kept by layer
 * @param metadata texts to be kept in its header
 */
export function cutCheckpoint(
  tensors: readonly ModelTensor[],
  { naming }: Architecture,
  kept: readonly KeptUnits[],
  metadata: Readonly<Record<string, string>>,
): Result<CutCheckpoint> {
  const renamed = new LayerNumbers(WEIGHT_NAMES[naming].blocks, kept);
  const cut: KeptTensor[] = [];
  for (const { tensor, block, axes } of tensors) {
    const path = renamed.nameOf(tensor.path, block);
    if (path === undefined) {
      return failure(
        `${tensor.path}: its name does not have the number of its layer where it is expected`,
      );
    }
    if (path === null) continue;
    const units = block === null ? null : (kept[block] ?? null);
    const [rows = null, cols = null] = axes.map((axis) =>
      axis === null || units === null ? null : runsOf(axis, units[axis.kind]),
    );
    const shape = tensor.shape.map((size, dimension) => {
      const runs = dimension === 0 ? rows : dimension === 1 ? cols : null;
      return runs === null ? size : lengthOf(runs);
    });
    const size = bytesOfDtype(tensor.dtype) ?? NaN;
    const bytes = shape.reduce((product, length) => product * length, size);
    cut.push({ from: tensor, to: { path, dtype: tensor.dtype, shape, bytes }, rows, cols });
  }
  const header = headerOf(
    cut.map(({ to }) => to),
    metadata,
  );
  return success({
    pieces: piecesOf(header, cut),
    tensors: cut.length,
    bytes: cut.reduce((sum, { to }) => sum + to.bytes, header.length),
  });
}

/** The names of tensors with the numbers that their layers have in the sub-network. */
class LayerNumbers {
  readonly #kept: readonly KeptUnits[];
  readonly #pattern: RegExp;
  readonly #numbers: readonly number[];

  /** @param blocks what comes before the number of a layer, as `model.layers` */
  constructor(blocks: string, kept: readonly KeptUnits[]) {
    this.#kept = kept;
    const last = blocks.slice(blocks.lastIndexOf('.') + 1);
    this.#pattern = new RegExp(`((?:^|\\.)${last}\\.)(\\d+)(?=\\.)`);
    let next = 0;
    this.#numbers = kept.map((units) => (units === null ? -1 : next++));
  }

  /** The new name; null for a tensor of a layer that is dropped, undefined where there is no telling. */
  nameOf(path: string, block: number | null): string | null | undefined {
    if (!this.#kept.includes(null)) return path;
    const [, , digits] = this.#pattern.exec(path) ?? [];
    if (digits === undefined) return block === null ? path : undefined;
    const layer = Number(digits);
    if (block !== null && block !== layer) return undefined;
    if (this.#kept[layer] === null) return null;
    const number = this.#numbers[layer] ?? layer;
    return path.replace(this.#pattern, (_, before: string) => `${before}${number}`);
  }
}

function* piecesOf(header: Buffer, tensors: readonly KeptTensor[]): Generator<Uint8Array> {
  yield header;
  let open: { readonly path: string; readonly descriptor: number } | undefined;
  try {
    for (const tensor of tensors) {
      const { file } = tensor.from;
      if (open?.path !== file) {
        if (open !== undefined) closeSync(open.descriptor);
        open = { path: file, descriptor: openSync(file, 'r') };
      }
      const { descriptor } = open;
      yield* keptBytes(tensor, (into, position) => {
        readAll(descriptor, tensor.from, into, position);
      });
    }
  } finally {
    if (open !== undefined) closeSync(open.descriptor);
  }
}

function readAll(descriptor: number, { path }: Tensor, into: Buffer, position: number): void {
  for (let done = 0; done < into.length;) {
    const bytes = readSync(descriptor, into, done, into.length - done, position + done);
    if (bytes === 0) {
      throw new TensorReadError(`${path}: the file ends inside it; was it changed meanwhile?`);
    }
    done += bytes;
  }
}
