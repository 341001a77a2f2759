import { resolve } from 'node:path';
import type { Problem } from '../problem.ts';
import type { Build, Candidate } from './candidate-format.ts';
import { ID_EXPECTATION, isId } from './common-keys.ts';
import { findSpecFiles } from './find-spec-files.ts';
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
  const sources = new Map<string, string>();
  const files = new Set<string>();
  const candidates: Candidate[] = [];
  // Lists of lists: a file may have more problems than a call may have arguments.
  const problems: (readonly Problem[])[] = [];
  const warnings: (readonly Problem[])[] = [];
  const refuse = (source: string, path: string, message: string): void => {
    problems.push([{ source, path, message }]);
  };
  for (const input of inputs) {
    const found = await findSpecFiles(input);
    problems.push(found.problems);
    warnings.push(found.warnings);
    for (const file of found.files) {
      if (files.has(resolve(file.path))) {
        refuse(file.path, '', 'given twice; name it once');
        continue;
      }
      files.add(resolve(file.path));
      const text = await readText(file.path);
      if (!text.ok) {
        refuse(file.path, '', text.reason);
        continue;
      }
      const split = splitRecords(text.value, file);
      problems.push(split.problems);
      if (split.records.length + split.problems.length === 0) {
        refuse(file.path, '', 'empty: expected at least one spec');
      }
      for (const { value, source, defaultId } of split.records) {
        const record = readRecord(value, { source, defaultId, build });
        problems.push(record.problems);
        warnings.push(record.warnings);
        if (record.candidate === undefined) continue;
        const { id } = record.candidate;
        const first = sources.get(id);
        if (!isId(id)) {
          // Its own id has passed the schema, so this one comes from the name of the file.
          refuse(
            source,
            'id',
            `missing, and the name of the file can't stand for it: ${ID_EXPECTATION}`,
          );
        } else if (first === undefined) {
          sources.set(id, source);
          candidates.push(record.candidate);
        } else {
          refuse(
            source,
            'id',
            `duplicate "${id}", already that of ${first}; give each an "id" of its own`,
          );
        }
      }
    }
  }
  return { candidates, problems: problems.flat(), warnings: warnings.flat() };
}
