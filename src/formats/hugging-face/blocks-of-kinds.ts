/**
 * The blocks of a model from first to last: all of one kind are one block, which is made once. A config
 * has tens of layers and a few kinds of them, and to make a block takes as long as to check the config.
 *
 * @param depth how many blocks there are
 * @param kindOf the kind of a block by its place, from 0: a small whole number
 * @param blockOf makes the block of a kind
 */
export function blocksOfKinds<Block>(
  depth: number,
  kindOf: (layer: number) => number,
  blockOf: (kind: number) => Block,
): Block[] {
  // A list, not a map, since a config has few kinds: small numbers are the places of its blocks.
  const made: Block[] = [];
  const blocks: Block[] = [];
  for (let layer = 0; layer < depth; layer++) {
    const kind = kindOf(layer);
    blocks.push((made[kind] ??= blockOf(kind)));
  }
  return blocks;
}
