import { dirname, join } from 'node:path';
import { packingOf } from '../architecture/operations/attention-projections.ts';
import type { Packing } from '../architecture/packing.ts';
import { readRecord } from '../formats/registry.ts';
import { FILE_LIMITS } from '../input/limits.ts';
import { parseJson } from '../input/parse-json.ts';
import { readText } from '../input/read-text.ts';

/**
 * How each block holds query, key and value in one tensor, by the `config.json` beside a checkpoint: the
 * number of heads, which a checkpoint does not store, decides the order of the rows. Null for a block
 * that has three tensors; empty where there is no config, or none that is read.
 */
export async function packingsBeside(checkpoint: string): Promise<readonly (Packing | null)[]> {
  const source = join(dirname(checkpoint), 'config.json');
  const text = await readText(source, FILE_LIMITS.candidates);
  if (!text.ok) return [];
  const parsed = parseJson(text.value);
  if (!parsed.ok) return [];
  const { candidate } = readRecord(parsed.value, { source, defaultId: 'config', build: 'default' });
  return (candidate?.architecture.blocks ?? []).map((block) => {
    const { operation } = block;
    return operation.kind === 'self-attention' && operation.fusedQueryKeyValue
      ? packingOf(block, operation)
      : null;
  });
}
