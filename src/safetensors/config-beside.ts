import { dirname, join } from 'node:path';
import type { Architecture } from '../architecture/architecture.ts';
import { packingOf } from '../architecture/operations/attention-projections.ts';
import type { Packing } from '../architecture/packing.ts';
import { readRecord } from '../formats/registry.ts';
import { SUB_NETWORK_FILE } from '../formats/sub-network.ts';
import { FILE_LIMITS } from '../input/limits.ts';
import { parseJson } from '../input/parse-json.ts';
import { readText } from '../input/read-text.ts';

/**
 * The model of the config beside a checkpoint, or of its spec where it is a sub-network; undefined where
 * there is none that is read.
 */
export async function modelBeside(checkpoint: string): Promise<Architecture | undefined> {
  for (const name of ['config.json', SUB_NETWORK_FILE]) {
    const source = join(dirname(checkpoint), name);
    const text = await readText(source, FILE_LIMITS.candidates);
    if (text.ok) return modelOf(text.value, source);
  }
  return undefined;
}

function modelOf(text: string, source: string): Architecture | undefined {
  const parsed = parseJson(text);
  if (!parsed.ok) return undefined;
  const { candidate } = readRecord(parsed.value, { source, defaultId: 'config', build: 'default' });
  return candidate?.architecture;
}

/**
 * How each block of a model holds query, key and value in one tensor: the number of heads, which a
 * checkpoint does not store, decides the order of the rows. Null for a block that has three tensors.
 */
export function packingsOf({ blocks }: Architecture): readonly (Packing | null)[] {
  return blocks.map((block) => {
    const { operation } = block;
    return operation.kind === 'self-attention' && operation.fusedQueryKeyValue
      ? packingOf(block, operation)
      : null;
  });
}
