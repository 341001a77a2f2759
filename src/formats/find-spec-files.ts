import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import type { Problem } from '../problem.ts';
import { orList } from './expectations.ts';
import { describeFileError } from './read-text.ts';

/** Endings of the files that a directory is searched for. */
const SPEC_ENDINGS = ['.json', '.ndjson', '.jsonl'];

/** A file to be read for candidates. */
export interface SpecFile {
  readonly path: string;
  /** Id of the one candidate in it, where that has none of its own: the path without its ending. */
  readonly defaultId: string;
}

/** The files behind the inputs, and what was wrong or passed over on the way. */
export interface FoundFiles {
  readonly files: readonly SpecFile[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * The files that an input names: itself, or, of a directory, every `.json`, `.ndjson` and
 * `.jsonl` file in it and below, in the order of their names. Other files are named in a warning.
 */
export async function findSpecFiles(input: string): Promise<FoundFiles> {
  try {
    if (!(await stat(input)).isDirectory()) {
      return { files: [specFile(input, basename(input))], problems: [], warnings: [] };
    }
    const entries = await readdir(input, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    const isSpec = (path: string): boolean => SPEC_ENDINGS.includes(extname(path).toLowerCase());
    const files = paths.filter(isSpec);
    const others = paths.filter((path) => !isSpec(path));
    return {
      files: files.map((path) => specFile(path, relative(input, path))),
      problems:
        files.length === 0
          ? [
              {
                source: input,
                path: '',
                message: `empty: expected ${orList(SPEC_ENDINGS)} files in the directory`,
              },
            ]
          : [],
      warnings: others.map((path) => ({
        source: path,
        path: '',
        message: `ignored: not a ${orList(SPEC_ENDINGS)} file`,
      })),
    };
  } catch (error) {
    const message = describeFileError(error);
    // An empty name, as of an unset shell variable, would leave the message without a subject.
    const source = input === '' ? '""' : input;
    return { files: [], problems: [{ source, path: '', message }], warnings: [] };
  }
}

function specFile(path: string, name: string): SpecFile {
  return {
    path,
    defaultId: name.slice(0, name.length - extname(name).length).replaceAll(sep, '/'),
  };
}
