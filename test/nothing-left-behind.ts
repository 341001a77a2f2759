import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where a test that forgets its temporary folder would write: the commands are run from here. */
const FOLDERS = ['.', 'fixtures', 'test', 'docs'].map((name) =>
  join(import.meta.dirname, '..', name),
);

/** What the tools of a test run write there themselves. */
const OF_TOOLS = ['dist', 'coverage', 'node_modules'];

const filesThere = (): string[] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => !OF_TOOLS.includes(name))
      .map((name) => join(folder, name)),
  );

/**
 * Fails a run whose tests left a file in the project: a checkpoint of theirs was committed once.
 *
 * @returns what is to be done when all tests have run
 */
export default function watch(): () => void {
  const before = new Set(filesThere());
  return () => {
    const left = filesThere().filter((path) => !before.has(path));
    if (left.length === 0) return;
    // What is thrown here is printed, and the run succeeds none the less.
    process.exitCode = 1;
    throw new Error(`left behind by a test: ${left.join(', ')}`);
  };
}
