/**
 * The blocks of a model from first to last: all of one kind are one block, which is made once. A config
 * has tens of layers and a few kinds of them, and to make a block takes as long as to check the config.
 *
 * @param depth how many blocks there are
 * @param kindOf the kind of a block by its place, from 0
 * @param blockOf makes the block of a kind
 */
export function blocksOfKinds<Block>(
  depth: number,
  kindOf: (layer: number) => number,
  blockOf: (kind: number) => Block,
): Block[] {
  const made = new Map<number, Block>();
  return Array.from({ length: depth }, (_, layer) => {
    const kind = kindOf(layer);
    const known = made.get(kind);
    if (known !== undefined) return known;
    const block = blockOf(kind);
    made.set(kind, block);
    return block;
  });
}
