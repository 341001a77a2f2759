import { formatPath, quote, type Problem } from '../problem.ts';
import { findQualityProblem } from '../formats/common-keys.ts';
import { rowsOfRecords } from './json-truth.ts';
import { readText } from '../input/read-text.ts';
import { splitYaml } from '../input/split-records.ts';

/** Measured qualities of candidates by id, and warnings for those that can't be used. */
export interface Qualities {
  readonly byId: ReadonlyMap<string, Readonly<Record<string, number>>>;
  readonly warnings: readonly Problem[];
}

/**
 * The measured qualities in a YAML file beside specs. Nobody asked for them, so problems are only
 * warnings.
 */
export async function readQualities(path: string): Promise<Qualities> {
  const byId = new Map<string, Readonly<Record<string, number>>>();
  const text = await readText(path);
  if (!text.ok) return { byId, warnings: [{ source: path, path: '', message: text.reason }] };
  const rows = rowsOfRecords(await splitYaml(text.value, path), path);
  if (!rows.ok) return { byId, warnings: rows.reason };
  const warnings: Problem[] = [];
  for (const { id, values } of rows.value) {
    const own: [string, number][] = [];
    for (const [name, value] of values) {
      const problem = findQualityProblem(value);
      if (typeof value === 'number' && problem === null) own.push([name, value]);
      else {
        const message = `${quote(value)}: ignored, ${problem ?? ''}`;
        warnings.push({ source: path, path: formatPath([id, name]), message });
      }
    }
    byId.set(id, Object.fromEntries(own));
  }
  return { byId, warnings };
}
