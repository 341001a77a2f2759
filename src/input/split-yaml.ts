import { extname } from 'node:path';
import type { InputFile } from './input-file.ts';
import { recordsOf, type SplitRecords } from './split-records.ts';

/** Whether a file is YAML by its ending. */
export function isYaml(path: string): boolean {
  return ['.yaml', '.yml'].includes(extname(path).toLowerCase());
}

/** The records of a YAML file's text: one value, or the items of a list. */
export async function splitYaml(text: string, file: InputFile): Promise<SplitRecords> {
  if (text.trim() === '') return { records: [], problems: [] };
  // The parser is for those who have such a file.
  const { parseYaml } = await import('./parse-yaml.ts');
  const parsed = parseYaml(text);
  if (parsed.ok) return { records: recordsOf(parsed.value, file), problems: [] };
  const { line, column, message } = parsed.reason;
  const source = `${file.path}:${line}:${column}`;
  return { records: [], problems: [{ source, path: '', message }] };
}
