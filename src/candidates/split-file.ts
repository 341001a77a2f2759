import { isCsv, isYaml } from '../input/input-file.ts';
import { splitRecords, splitYaml, type SplitRecords } from '../input/split-records.ts';

/** The records of a text by the ending of its file; only a table may begin with `#` besides YAML. */
export async function splitFile(text: string, path: string): Promise<SplitRecords> {
  if (isYaml(path)) return splitYaml(text, path);
  if (!isCsv(path) && !text.startsWith('#')) return splitRecords(text, path);
  // Loaded on demand: few inputs are tables.
  const { splitCsv } = await import('./split-csv.ts');
  return splitCsv(text, path);
}
