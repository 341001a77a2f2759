import type { InitializationScheme } from '../initialization/initialization-scheme.ts';
import type { Architecture, Family } from './architecture.ts';
import { inventory } from './inventory.ts';
import type { WeightMatrix } from './weight.ts';

/** The weight matrices of one part of a model, in the order of the inventory. */
export type MatrixList = readonly WeightMatrix[];

/** Lists that are remembered; beyond them it starts anew. */
const MAX_LISTS = 2 ** 16;

/**
 * The weight matrices of many architectures by parts. Equal parts in equal places, of which the
 * candidates of a search space have many, share one list, so that what is known of a part is found
 * by its list and a part that is known costs no inventory.
 */
export class MatrixLists {
  readonly #schemeOf: (family: Family) => InitializationScheme;
  readonly #known = new Map<string, MatrixList>();

  /** @param schemeOf the initialization of the models of a family */
  constructor(schemeOf: (family: Family) => InitializationScheme) {
    this.#schemeOf = schemeOf;
  }

  /** The matrices of the embedding, then those of each block. */
  of(architecture: Architecture): MatrixList[] {
    const { blocks, embedding, ...rest } = architecture;
    // What the matrices of a part depend on besides itself: all but the other parts, unless blocks
    // are of another kind, share their weights, or count among those of another stack.
    const depends = blocks.some(
      ({ stack, sharedAs, crossAttention }) =>
        stack !== undefined || sharedAs !== undefined || crossAttention !== undefined,
    );
    const others = depends ? JSON.stringify(blocks) : '';
    const common = `${JSON.stringify(rest)} ${blocks.length} ${others}`;
    const first = blocks[0]?.hiddenSize ?? 0;
    const keys = [
      `${common} ${first} ${JSON.stringify(embedding)}`,
      ...blocks.map((block, index) => `${common} ${index} ${JSON.stringify(block)}`),
    ];
    const lists = keys.map((key) => this.#known.get(key));
    if (lists.every((list) => list !== undefined)) return lists;
    if (this.#known.size >= MAX_LISTS) this.#known.clear();
    const parts = keys.map((): WeightMatrix[] => []);
    for (const weight of inventory(architecture, this.#schemeOf(rest.family))) {
      if (weight.counts !== 'capacity') continue;
      parts[weight.block === null ? 0 : weight.block + 1]?.push(weight);
    }
    return parts.map((part, index) => {
      const key = keys[index] ?? '';
      const list = this.#known.get(key) ?? part;
      this.#known.set(key, list);
      return list;
    });
  }
}
