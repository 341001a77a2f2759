import type { Problem } from '../problem.ts';
import type { Build, Candidate } from './candidate-format.ts';
import { findSpecFiles, type FoundFiles } from './find-spec-files.ts';
import { readText } from './read-text.ts';
import { readRecord } from './registry.ts';
import { splitRecords } from './split-records.ts';

/** How inputs are read. */
export interface ReadOptions {
  /** How records of the FlexiBERT benchmark are built; `declared` if absent. */
  readonly build?: Build;
}

/** What reading the inputs gave. */
export interface ReadCandidates {
  /** In the order of the inputs; every id once. */
  readonly candidates: readonly Candidate[];
  /** Every record and file that gave no candidate, and why. */
  readonly problems: readonly Problem[];
  /** Everything that was ignored. */
  readonly warnings: readonly Problem[];
}

/**
 * Reads every candidate behind the given paths: files with one spec or record, arrays of them,
 * NDJSON, and directories of such files. All problems are gathered, not only the first.
 */
export async function readCandidates(
  inputs: readonly string[],
  options: ReadOptions = {},
): Promise<ReadCandidates> {
  const { build = 'declared' } = options;
  const bySource = new Map<string, string>();
  const candidates: Candidate[] = [];
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  for (const input of inputs) {
    const found: FoundFiles = await findSpecFiles(input);
    problems.push(...found.problems);
    warnings.push(...found.warnings);
    for (const file of found.files) {
      const text = await readText(file.path);
      if (!text.ok) {
        problems.push({ source: file.path, path: '', message: text.reason });
        continue;
      }
      const split = splitRecords(text.value, file);
      problems.push(...split.problems);
      if (split.records.length + split.problems.length === 0) {
        problems.push({ source: file.path, path: '', message: 'empty: expected at least one spec' });
      }
      for (const { value, source, defaultId } of split.records) {
        const record = readRecord(value, { source, defaultId, build });
        problems.push(...record.problems);
        warnings.push(...record.warnings);
        if (record.candidate === undefined) continue;
        const { id } = record.candidate;
        const first = bySource.get(id);
        if (first === undefined) {
          bySource.set(id, source);
          candidates.push(record.candidate);
        } else {
          const message = `duplicate id "${id}", already that of ${first}; give each an "id" of its own`;
          problems.push({ source, path: 'id', message });
        }
      }
    }
  }
  return { candidates, problems, warnings };
}
