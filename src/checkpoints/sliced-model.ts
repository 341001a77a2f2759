import type { Architecture } from '../architecture/architecture.ts';
import type { UnitOrder } from '../architecture/unit-order.ts';
import type { SubModule } from '../architecture/weight.ts';
import type { MatrixStatistic } from '../capacity/matrix-statistic.ts';
import type { InitializationScheme } from '../initialization/initialization-scheme.ts';
import { failure, success, type Result } from '../result.ts';
import type { Checkpoint } from '../safetensors/checkpoint.ts';
import { checkpointWeights } from './checkpoint-weights.ts';
import { UNIT_KINDS, unitsOf, type UnitCounts, type UnitKind } from './cut-axes.ts';
import type { ModelTensor } from './match-tensors.ts';
import { measureCheckpoint, type StoredMatrix } from './measure-checkpoint.ts';
import { sumUnits, type MatrixSums } from './slice-sums.ts';
import { TensorReader, TensorReadError } from './tensor-entries.ts';

/** A trained model: its checkpoint, tensor by tensor, and its architecture. */
export interface TrainedTensors {
  readonly checkpoint: Checkpoint;
  readonly tensors: readonly ModelTensor[];
  readonly architecture: Architecture;
}

/** How its slices are measured. */
export interface SliceSettings {
  readonly statistic: MatrixStatistic;
  readonly initialization: InitializationScheme;
  readonly order: UnitOrder;
}

/** Capacities by sub-module. */
export type PartCapacities = Readonly<Record<SubModule, number>>;

/** A matrix of a layer by how much of it is kept. */
interface SlicedMatrix {
  readonly subModule: SubModule;
  /** Its statistic where the layer keeps so many units. */
  readonly of: (kept: UnitCounts) => number;
}

/** By layer, then by kind: the units in the order in which they are kept. */
export type UnitOrders = readonly Readonly<Record<UnitKind, readonly number[]>>[];

/** A trained model whose every slice is known: of each layer, by how many of its units are kept. */
export class SlicedModel {
  readonly orders: UnitOrders;
  /** What is not of a layer. */
  readonly outside: PartCapacities;
  readonly #whole: readonly PartCapacities[];
  readonly #cut: readonly (readonly SlicedMatrix[])[];

  private constructor(
    orders: UnitOrders,
    outside: PartCapacities,
    whole: readonly PartCapacities[],
    cut: readonly (readonly SlicedMatrix[])[],
  ) {
    this.orders = orders;
    this.outside = outside;
    this.#whole = whole;
    this.#cut = cut;
  }

  /**
   * Measures a trained model in one pass over its files, of which a few megabytes are in memory at a
   * time. A failure where the statistic takes more than sums of squares, or a file can't be read.
   *
   * @param onProgress called now and then with the bytes that were read and all of them
   */
  static async measure(
    { checkpoint, tensors, architecture }: TrainedTensors,
    { statistic, initialization, order }: SliceSettings,
    onProgress: (done: number, total: number) => void,
  ): Promise<Result<SlicedModel>> {
    const { needs } = statistic;
    if (needs !== 'sum-of-squares' && needs !== 'shape') {
      return failure(
        `${statistic.name} takes more than sums of squares, so that every slice would be measured by itself`,
      );
    }
    const byWeight = new Map(tensors.map((own) => [own.weight, own]));
    const whole: StoredMatrix[] = [];
    const cut: { readonly tensor: ModelTensor; readonly subModule: SubModule }[] = [];
    for (const [index, matrix] of checkpointWeights(checkpoint, initialization).entries()) {
      const tensor = checkpoint.weights[index];
      const own = tensor === undefined ? undefined : byWeight.get(tensor);
      if (tensor === undefined || own === undefined || matrix.counts !== 'capacity') continue;
      if (own.axes.every((axis) => axis === null)) whole.push({ matrix, tensor });
      else cut.push({ tensor: own, subModule: matrix.subModule });
    }
    const sizes = [...whole, ...cut].map(({ tensor }) =>
      'tensor' in tensor ? tensor.tensor.bytes : tensor.bytes,
    );
    const total = sizes.reduce((sum, bytes) => sum + bytes, 0);
    let done = 0;
    const reader = new TensorReader();
    const found: {
      readonly own: ModelTensor;
      readonly subModule: SubModule;
      readonly sums: readonly MatrixSums[];
    }[] = [];
    try {
      for (const { tensor: own, subModule } of cut) {
        const { bytes } = own.tensor;
        const sums = await sumUnits(own, reader, (share) => {
          onProgress(done + share * bytes, total);
        });
        if (!sums.ok) return sums;
        found.push({ own, subModule, sums: sums.value });
        done += bytes;
      }
    } catch (error) {
      if (!(error instanceof TensorReadError)) throw error;
      return failure(error.message);
    } finally {
      reader.close();
    }
    const measured = await measureCheckpoint(statistic, whole, (share) => {
      onProgress(done + share, total);
    });
    const zeros = (): Record<SubModule, number> => ({ attention: 0, feedForward: 0, embedding: 0 });
    const outside = zeros();
    const layers = architecture.blocks.map(zeros);
    for (const [index, { matrix }] of whole.entries()) {
      const capacity = measured[index];
      if (capacity?.ok !== true)
        return failure(`${matrix.path}: ${capacity?.reason ?? 'not measured'}`);
      const own = matrix.block === null ? outside : (layers[matrix.block] ?? outside);
      own[matrix.subModule] += capacity.value;
    }
    const orders = architecture.blocks.map((block, index) => {
      const own = found.filter((one) => one.own.block === index);
      const orderOf = (kind: UnitKind): number[] => {
        const norms = order === 'leading' ? undefined : squaredNorms(own, kind);
        return sorted(unitsOf(block)[kind], norms);
      };
      return { feedForward: orderOf('feedForward'), heads: orderOf('heads') };
    });
    const matrices = architecture.blocks.map((_, index) =>
      found
        .filter((one) => one.own.block === index)
        .flatMap(({ subModule, sums }) =>
          sums.map((own): SlicedMatrix => ({
            subModule,
            of: slicesOf(own, orders[index], statistic),
          })),
        ),
    );
    return success(new SlicedModel(orders, outside, layers, matrices));
  }

  /** The capacities of a layer that keeps so many units. */
  ofLayer(layer: number, kept: UnitCounts): PartCapacities {
    const sums = { attention: 0, feedForward: 0, embedding: 0, ...this.#whole[layer] };
    for (const { subModule, of } of this.#cut[layer] ?? []) sums[subModule] += of(kept);
    return sums;
  }
}

/** The statistic of a matrix by the units that are kept, from sums over the first of them. */
function slicesOf(
  { rows, cols, rowAxis, colAxis, squares }: MatrixSums,
  orders: UnitOrders[number] | undefined,
  statistic: Extract<MatrixStatistic, { readonly needs: 'sum-of-squares' | 'shape' }>,
): (kept: UnitCounts) => number {
  const orderOf = (axis: MatrixSums['rowAxis']): readonly number[] =>
    axis === null ? [0] : (orders?.[axis.kind] ?? []);
  const [rowOrder, colOrder] = [orderOf(rowAxis), orderOf(colAxis)];
  const width = colOrder.length + 1;
  // The sum over the first i units of the rows and the first j of the columns.
  const sums = new Float64Array((rowOrder.length + 1) * width);
  for (const [i, rowUnit] of rowOrder.entries()) {
    let row = 0;
    for (const [j, colUnit] of colOrder.entries()) {
      row += squares[rowUnit * colOrder.length + colUnit] ?? NaN;
      sums[(i + 1) * width + j + 1] = (sums[i * width + j + 1] ?? NaN) + row;
    }
  }
  return (kept) => {
    const [i, j] = [rowAxis, colAxis].map((axis) => (axis === null ? 1 : kept[axis.kind]));
    const shape = {
      rows: (rows * (i ?? NaN)) / rowOrder.length,
      cols: (cols * (j ?? NaN)) / colOrder.length,
    };
    return statistic.needs === 'shape'
      ? statistic.measure(shape)
      : statistic.measure(shape, sums[(i ?? NaN) * width + (j ?? NaN)] ?? NaN);
  };
}

/**
 * The squared norm of what each unit of a layer makes of its inputs: of a neuron its rows in the
 * matrices that lead into the feed-forward layer, of heads their rows in those of query, key and value.
 */
function squaredNorms(
  layer: readonly { readonly own: ModelTensor; readonly sums: readonly MatrixSums[] }[],
  kind: UnitKind,
): number[] {
  const norms: number[] = [];
  for (const { own, sums } of layer) {
    const inputAxis = own.axes[1 - own.outputAxis] ?? null;
    if (own.axes[own.outputAxis]?.kind !== kind || inputAxis !== null) continue;
    for (const { squares } of sums) {
      for (const [unit, square] of squares.entries()) norms[unit] = (norms[unit] ?? 0) + square;
    }
  }
  return norms;
}

/** Units from the largest norm to the least, of equal ones the first before. */
function sorted(count: number, norms: readonly number[] = []): number[] {
  const units = Array.from({ length: count }, (_, unit) => unit);
  return units.sort((a, b) => (norms[b] ?? 0) - (norms[a] ?? 0) || a - b);
}

/** The orders in which the leading units come first. */
export function leadingOrders({ blocks }: Architecture): UnitOrders {
  return blocks.map((block) => {
    const { feedForward, heads } = unitsOf(block);
    return { feedForward: sorted(feedForward), heads: sorted(heads) };
  });
}

/** The units of a layer that are kept, in the order of the model. */
export function keptUnits(
  orders: UnitOrders,
  layer: number,
  kept: UnitCounts,
): Readonly<Record<UnitKind, readonly number[]>> {
  const [feedForward = [], heads = []] = UNIT_KINDS.map((kind) =>
    (orders[layer]?.[kind] ?? []).slice(0, kept[kind]).toSorted((a, b) => a - b),
  );
  return { feedForward, heads };
}
