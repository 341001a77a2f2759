import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import { inventory } from '../architecture/inventory.ts';
import { headsPerGroup, subNetwork, type LayerCut } from '../architecture/sub-network.ts';
import type { Weight } from '../architecture/weight.ts';

/** What a layer keeps some of: its feed-forward neurons, or its heads, in groups that share keys and values. */
export type UnitKind = 'feedForward' | 'heads';

/** The kinds of units. */
export const UNIT_KINDS: readonly UnitKind[] = ['feedForward', 'heads'];

/** How many units of each kind a layer has. */
export type UnitCounts = Readonly<Record<UnitKind, number>>;

/** A dimension of a weight that is made of the units of its layer: pieces, each with a part of every unit. */
export interface CutAxis {
  readonly kind: UnitKind;
  readonly units: number;
  /** Lengths of the pieces of a turn; each turn has the units that follow those of the one before. */
  readonly pieces: readonly number[];
  readonly turns: number;
}

/** A weight of a layer, and which of its dimensions are cut with it; null for one that stays whole. */
export interface CutWeight {
  readonly weight: Weight;
  readonly axes: readonly (CutAxis | null)[];
}

/** The units of a layer. */
export function unitsOf(block: Block): UnitCounts {
  const [width = 0] = block.feedForwardWidths;
  const { operation, numAttentionHeads } = block;
  const group = operation.kind === 'self-attention' ? headsPerGroup(block, operation) : 1;
  return { feedForward: width, heads: numAttentionHeads / group };
}

/**
 * The weights of a model with the dimensions that are cut with a layer, found by what becomes shorter
 * where every layer has one unit less: so they follow from the shapes that the inventory states, whatever
 * the model. A kind of units that a layer can't do without is in none of its weights.
 */
export function cutWeights(architecture: Architecture): CutWeight[] {
  const whole = inventory(architecture, 'normal');
  const shorter = UNIT_KINDS.map((kind) => ({ kind, shapes: shapesWithout(architecture, kind) }));
  const packings = new Map(
    whole.flatMap((weight) =>
      weight.counts === 'capacity' && weight.packing !== null
        ? [[weight.path, weight.packing] as const]
        : [],
    ),
  );
  return whole.map((weight) => {
    const { path, shape, block } = weight;
    const own = block === null ? undefined : architecture.blocks[block];
    const axes = shape.map((length, dimension): CutAxis | null => {
      for (const { kind, shapes } of shorter) {
        const left = shapes.get(path)?.[dimension] ?? length;
        if (own === undefined || left === length) continue;
        const units = unitsOf(own)[kind];
        if ((length - left) * units !== length) {
          throw new RangeError(
            `${path}: ${length} entries of ${units} units, of which one has ${length - left}`,
          );
        }
        // A bias is as long as its matrix has rows.
        const packing = dimension === 0 ? packings.get(path.replace(/bias$/, 'weight')) : undefined;
        const total = (packing?.turns ?? 1) * sum(packing?.sizes ?? []);
        return packing === undefined || total !== length
          ? { kind, units, pieces: [length], turns: 1 }
          : { kind, units, pieces: packing.sizes, turns: packing.turns };
      }
      return null;
    });
    return { weight, axes };
  });
}

/** The shapes of weights where every layer that can has one unit less, by their names. */
function shapesWithout(architecture: Architecture, kind: UnitKind): Map<string, readonly number[]> {
  const cuts = architecture.blocks.map((block, index): LayerCut => {
    const left = unitsOf(block)[kind] - 1;
    const cut = cutTo(block, index, kind, left);
    const { blocks } = architecture;
    const others = blocks.map((_, at): LayerCut => (at === index ? cut : { index: at }));
    return left > 0 && subNetwork(architecture, others).ok ? cut : { index };
  });
  const cut = subNetwork(architecture, cuts);
  if (!cut.ok) throw new RangeError('cuts of single layers that are valid are so together');
  return new Map(inventory(cut.value, 'normal').map(({ path, shape }) => [path, shape]));
}

/** The cut of a layer to so many units of a kind. */
export function cutTo(block: Block, index: number, kind: UnitKind, units: number): LayerCut {
  if (kind === 'feedForward') return { index, feedForwardWidth: units };
  const { operation } = block;
  const group = operation.kind === 'self-attention' ? headsPerGroup(block, operation) : 1;
  return { index, numAttentionHeads: units * group };
}

/** A stretch of a dimension. */
export interface Run {
  readonly start: number;
  readonly length: number;
}

/** Where a dimension has some units, which are sorted: the stretches in order, those that touch joined. */
export function runsOf(axis: CutAxis, kept: readonly number[]): Run[] {
  const runs: { start: number; length: number }[] = [];
  const period = sum(axis.pieces);
  const perTurn = axis.units / axis.turns;
  for (let turn = 0; turn < axis.turns; turn++) {
    const first = turn * perTurn;
    const own = kept.filter((unit) => unit >= first && unit < first + perTurn);
    let begin = turn * period;
    for (const piece of axis.pieces) {
      const length = piece / perTurn;
      for (const unit of own) {
        const start = begin + (unit - first) * length;
        const last = runs.at(-1);
        if (last !== undefined && last.start + last.length === start) last.length += length;
        else runs.push({ start, length });
      }
      begin += piece;
    }
  }
  return runs;
}

/** The piece and the unit of every place along a dimension. */
export function unitsAlong(axis: CutAxis): { readonly piece: number; readonly unit: number }[] {
  const perTurn = axis.units / axis.turns;
  return Array.from({ length: axis.turns }, (_, turn) =>
    axis.pieces.map((piece, index) =>
      Array.from({ length: piece }, (_place, place) => ({
        piece: index,
        unit: turn * perTurn + Math.floor(place / (piece / perTurn)),
      })),
    ),
  ).flat(2);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
