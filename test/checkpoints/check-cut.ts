import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { WEIGHT_NAMES } from '../../src/architecture/naming-tables.ts';
import { subNetwork, type LayerCut } from '../../src/architecture/sub-network.ts';
import { feedForwardInBlock, nameInBlock } from '../../src/architecture/weight-names.ts';
import { cutTo, unitsOf, UNIT_KINDS, type UnitKind } from '../../src/checkpoints/cut-axes.ts';
import { cutCheckpoint } from '../../src/checkpoints/cut-checkpoint.ts';
import { matchTensors } from '../../src/checkpoints/match-tensors.ts';
import { scoreCheckpoint } from '../../src/checkpoints/score-checkpoint.ts';
import { keptUnits, SlicedModel } from '../../src/checkpoints/sliced-model.ts';
import { findForwardProblem } from '../../src/forward/find-forward-problem.ts';
import { readCheckpoint } from '../../src/safetensors/read-checkpoint.ts';
import { readHeader } from '../../src/safetensors/read-header.ts';
import { DEFAULT_SETTINGS } from '../../src/scoring/score-settings.ts';
import { candidateOf } from '../formats/specs.ts';
import { valueOf } from '../evaluation/value-of.ts';
import { statesOf } from './run-weights.ts';
import { SMALL } from './small-families.ts';
import { temporaryFolder, weightsOf, writeTrained } from './trained-files.ts';

/** A cut of every layer, each to fewer units of whatever kinds it can do without. */
function cutsOf(architecture: Architecture): LayerCut[] {
  const { blocks } = architecture;
  return blocks.map((block, index) =>
    UNIT_KINDS.reduce<LayerCut>(
      (cut, kind) => {
        const units = unitsOf(block)[kind];
        const own = cutTo(
          block,
          index,
          kind,
          Math.max(1, Math.ceil(units / 2) - ((index + 1) % 2)),
        );
        const all = blocks.map((_, at) => (at === index ? own : { index: at }));
        return subNetwork(architecture, all).ok ? { ...cut, ...own } : cut;
      },
      { index },
    ),
  );
}

/** The name of the matrix that reads the units of a layer. */
function readerOf({ blocks, naming }: Architecture, layer: number, kind: UnitKind): string {
  const isDecoder = blocks[layer]?.stack === 'decoder';
  const first = isDecoder ? blocks.findIndex(({ stack }) => stack === 'decoder') : 0;
  const all = WEIGHT_NAMES[naming];
  const names = isDecoder ? { ...all, ...all.decoder } : all;
  return kind === 'heads'
    ? `${nameInBlock(names, layer - first, names.operation)}.${names.output}.weight`
    : `${feedForwardInBlock(names, layer - first)}.${names.feedForwardOut}.weight`;
}

/**
 * Cuts a small model of a family, and checks that what is left is the whole model with the other units
 * switched off, and scores as its slices do.
 */
export async function checkCut(model_type: string): Promise<void> {
  const config = { model_type, ...SMALL[model_type] };
  const { architecture } = candidateOf(config);
  const folder = temporaryFolder();
  writeTrained(folder, architecture, config);
  const path = join(folder, 'model.safetensors');
  const { checkpoint } = await readCheckpoint(path);
  if (checkpoint === undefined) throw new Error('it is not read');
  const { tensors: stored } = await readHeader(path);
  const matched = matchTensors(checkpoint, stored, architecture);
  if (!matched.ok) throw new Error(matched.reason.message);
  const tensors = matched.value;
  const { statistic, initialization } = DEFAULT_SETTINGS;
  const sliced = valueOf(
    await SlicedModel.measure(
      { checkpoint, tensors, architecture },
      { statistic, initialization, order: 'magnitude' },
      () => undefined,
    ),
  );
  const cut = subNetwork(architecture, cutsOf(architecture));
  if (!cut.ok) throw new Error(cut.reason[0]?.message);
  const smaller = cut.value;
  expect(smaller).not.toEqual(architecture);
  const kept = smaller.blocks.map((block, layer) =>
    keptUnits(sliced.orders, layer, unitsOf(block)),
  );

  const out = temporaryFolder();
  const written = valueOf(cutCheckpoint(tensors, architecture, kept, {}));
  const bytes = Buffer.concat(Array.from(written.pieces, (piece) => Uint8Array.from(piece)));
  expect(bytes).toHaveLength(written.bytes);
  writeFileSync(join(out, 'model.safetensors'), bytes);
  const layers = cutsOf(architecture).map((own) => ({
    feed_forward_width: own.feedForwardWidth,
    num_attention_heads: own.numAttentionHeads,
  }));
  writeFileSync(join(out, 'sub-network.json'), JSON.stringify({ base: config, layers }));

  const read = await readCheckpoint(join(out, 'model.safetensors'));
  if (read.checkpoint === undefined) throw new Error('the sub-network is not read');
  const settings = { ...DEFAULT_SETTINGS, mode: 'weights' } as const;
  const scored = valueOf(await scoreCheckpoint(read.checkpoint, settings));
  const predicted = smaller.blocks.map((block, layer) => sliced.ofLayer(layer, unitsOf(block)));
  for (const part of ['attention', 'feedForward'] as const) {
    const sum = predicted.reduce((total, own) => total + own[part], sliced.outside[part]);
    expect(scored.capacity[part] / sum).toBeCloseTo(1, 12);
  }

  // Norms of all heads together take others into account, which are switched off but not gone.
  const [{ operation }] = architecture.blocks;
  if (operation.kind === 'self-attention' && operation.queryKeyNorm === 'all-heads') return;
  if (findForwardProblem(architecture, 5) !== null) return;
  const off = await weightsOf(folder, architecture);
  for (const [layer, own] of kept.entries()) {
    const block = architecture.blocks[layer]!;
    for (const kind of UNIT_KINDS) {
      const all = unitsOf(block)[kind];
      const matrix = off.get(readerOf(architecture, layer, kind));
      if (own[kind].length === all || matrix === undefined) continue;
      const width = matrix.length / block.hiddenSize;
      for (let at = 0; at < matrix.length; at++) {
        const unit = Math.floor((at % width) / (width / all));
        if (!own[kind].includes(unit)) matrix[at] = 0;
      }
    }
  }
  const expected = await statesOf(architecture, off);
  const found = await statesOf(smaller, await weightsOf(out, smaller));
  expect(found).toHaveLength(expected.length);
  const norm = Math.hypot(...expected);
  expect(norm).toBeGreaterThan(0);
  const difference = Math.hypot(...expected.map((entry, at) => entry - found[at]!));
  expect(difference / norm).toBeLessThan(1e-5);
}
