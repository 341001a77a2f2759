import { constants } from 'node:fs';
import { access, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Refusal } from './refusal.ts';

/** A file that a command writes besides its output. */
export interface OutputFile {
  /** Writes all of the text or nothing: what reads the file never finds half of it. */
  readonly write: (text: string) => Promise<void>;
}

/**
 * A file that is to be written at the end, found to be possible before the work begins. What stands
 * there is replaced; of a link, what it leads to. Refuses a folder that is not there or can't be
 * written to, and what is no plain file.
 *
 * @param option by which the file was named, as `--report`
 * @param extensions of which the name has to have one, so that a slip of the hand replaces no spec
 */
export async function openOutputFile(
  option: string,
  file: string,
  extensions: readonly string[],
): Promise<OutputFile> {
  const refuse = (reason: string): Refusal => Refusal.of(`${option} "${file}": ${reason}`);
  if (!extensions.some((extension) => file.toLowerCase().endsWith(extension))) {
    throw refuse(`expected a name that ends in ${extensions.join(' or ')}`);
  }
  const target = await targetOf(file, refuse);
  return {
    write: async (text) => {
      // Beside the target, since a file can be moved in one step within a file system alone.
      const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
      try {
        await writeFile(temporary, text, { flag: 'wx' });
        await rename(temporary, target);
      } catch (error) {
        await rm(temporary, { force: true });
        throw refuse(`can't be written: ${reasonOf(error)}`);
      }
    },
  };
}

/** The file that `--report` names. */
export async function openReport(file: string): Promise<OutputFile> {
  return openOutputFile('--report', file, ['.html', '.htm']);
}

async function targetOf(file: string, refuse: (reason: string) => Refusal): Promise<string> {
  try {
    const target = await realpath(file).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    });
    if (target !== null && !(await stat(target)).isFile()) {
      throw refuse('there is something else than a file; choose another name');
    }
    const path = target ?? file;
    await access(dirname(path), constants.W_OK);
    return path;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw refuse(
      codeOf(error) === 'ENOENT'
        ? `there is no folder "${dirname(file)}"; make it, or choose another name`
        : `can't be written: ${reasonOf(error)}`,
    );
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
