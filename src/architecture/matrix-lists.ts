import {
  looksAtResidual,
  type InitializationScheme,
} from '../initialization/initialization-scheme.ts';
import type { Architecture } from './architecture.ts';
import type { Block } from './block.ts';
import type { Family } from './family.ts';
import type { Operation } from './operation.ts';
import { MatrixSink } from './matrix-sink.ts';
import { residualAdditions, walkWeights } from './walk-weights.ts';
import { matrixKey, type WeightMatrix } from './weight.ts';

/** The weight matrices of one part of a model, in the order of the inventory. */
export type MatrixList = readonly WeightMatrix[];

/** Lists that are remembered; beyond them it starts anew. */
const MAX_LISTS = 2 ** 16;

/**
 * The weight matrices of many architectures by parts. Equal parts in equal places, of which the
 * candidates of a search space have many, share one list, and equal matrices of different parts are
 * one object, so that what is known of either is found by it and a part that is known costs nothing.
 */
export class MatrixLists {
  readonly #schemeOf: (family: Family) => InitializationScheme;
  readonly #known = new Map<string, MatrixList>();
  readonly #matrices = new Map<string, WeightMatrix>();

  /** @param schemeOf the initialization of the models of a family */
  constructor(schemeOf: (family: Family) => InitializationScheme) {
    this.#schemeOf = schemeOf;
  }

  /** The matrices of the embedding, then those of each block. */
  of(architecture: Architecture): MatrixList[] {
    const { blocks, embedding, family, normKind, naming, initializerRange } = architecture;
    const scheme = this.#schemeOf(family);
    // What the matrices of a part depend on besides itself: all but the other parts, unless blocks
    // are of another kind, share their weights, or count among those of another stack.
    const depends = blocks.some(
      ({ stack, sharedAs, crossAttention }) =>
        stack !== 'single' || sharedAs !== null || crossAttention,
    );
    const others = depends ? JSON.stringify(blocks) : '';
    const additions = looksAtResidual(scheme) ? residualAdditions(blocks) : '';
    const common = `${scheme} ${family} ${normKind} ${naming} ${initializerRange} ${additions} ${others}`;
    const first = blocks[0].hiddenSize;
    const keys = [
      `${common} ${first} ${JSON.stringify(embedding)}`,
      ...blocks.map((block, index) => `${common} ${index} ${keyOf(block)}`),
    ];
    const lists = keys.map((key) => this.#known.get(key));
    if (lists.every((list) => list !== undefined)) return lists;
    if (this.#known.size >= MAX_LISTS) {
      this.#known.clear();
      this.#matrices.clear();
    }
    const added = matricesOf(architecture, scheme, (part) => lists[part] === undefined);
    return keys.map((key, part) => {
      const list = lists[part] ?? (added[part] ?? []).map((matrix) => this.#shared(matrix));
      this.#known.set(key, list);
      return list;
    });
  }

  /** The matrix that stands for all that are equal to it. */
  #shared(matrix: WeightMatrix): WeightMatrix {
    const { subModule, block } = matrix;
    const key = `${subModule} ${block} ${matrixKey(matrix)}`;
    const known = this.#matrices.get(key);
    if (known !== undefined) return known;
    this.#matrices.set(key, matrix);
    return matrix;
  }
}

/** A string that blocks of the same weights share; it is asked for every block of every candidate. */
function keyOf(block: Block): string {
  const { hiddenSize, numAttentionHeads, feedForwardWidths, operation, bias, gated } = block;
  const { norm, parallel, stack, crossAttention, sharedAs, experts, convolution } = block;
  const { bottleneck, feedForwardGroups, feedForwardRepeats, fusedGate, adapter } = block;
  const sizes = `${hiddenSize} ${numAttentionHeads} ${feedForwardWidths.join('+')}`;
  const flags = `${feedForwardGroups} ${bias} ${gated} ${fusedGate} ${norm} ${parallel} ${stack} ${crossAttention} ${sharedAs}`;
  const rest =
    experts === null &&
    convolution === null &&
    bottleneck === null &&
    feedForwardRepeats === 1 &&
    adapter === null
      ? ''
      : JSON.stringify([experts, convolution, bottleneck, feedForwardRepeats, adapter]);
  return `${sizes} ${flags} ${rest} ${keyOfOperation(operation)}`;
}

/** Texts of operations, most of which many blocks share. */
const operationKeys = new WeakMap<Operation, string>();

function keyOfOperation(operation: Operation): string {
  const known = operationKeys.get(operation);
  if (known !== undefined) return known;
  const key = JSON.stringify(operation);
  operationKeys.set(operation, key);
  return key;
}

/** The matrices of the parts that are wanted; the others cost next to nothing. */
function matricesOf(
  architecture: Architecture,
  scheme: InitializationScheme,
  wants: (part: number) => boolean,
): WeightMatrix[][] {
  const { blocks, initializerRange } = architecture;
  const context = { scheme, initializerRange, residualAdditions: residualAdditions(blocks) };
  const sinks: { readonly part: number; readonly sink: MatrixSink }[] = [];
  walkWeights(architecture, (subModule, block) => {
    const part = block === null ? 0 : block + 1;
    if (subModule === 'other' || !wants(part)) return null;
    const sink = new MatrixSink(subModule, block, context);
    sinks.push({ part, sink });
    return sink;
  });
  const parts = Array.from({ length: blocks.length + 1 }, (): WeightMatrix[] => []);
  for (const { part, sink } of sinks) parts[part]?.push(...sink.matrices);
  return parts;
}
