import { resolve } from 'node:path';
import { writableTarget } from '../writable-target.ts';
import { writeWholeFile, type FileContent } from '../write-whole-file.ts';
import { Refusal } from '../workflows/refusal.ts';

/** A file that a command writes besides its output. */
export interface OutputFile {
  /** Writes all of the content or nothing, so that no reader finds half a file. */
  readonly write: (content: FileContent) => Promise<void>;
}

/**
 * A file to be written at the end, checked before the work begins. It replaces an existing file; of
 * a link, its target. Refuses a folder that is missing or read-only, and anything but a plain file.
 *
 * @param option by which the file was named, as `--report`
 * @param extensions one of which the name must have, so that a slip of the hand replaces no spec
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
  const target = await writableTarget(file);
  if (!target.ok) throw refuse(target.reason);
  return {
    write: async (content) => {
      const written = await writeWholeFile(target.value, content);
      if (!written.ok) throw refuse(written.reason);
    },
  };
}

/** The file that `--report` names. */
export async function openReport(file: string): Promise<OutputFile> {
  return openOutputFile('--report', file, ['.html', '.htm']);
}

/** The settings file that `--out` names, beside the page and the inputs; null where it is absent. */
export async function openSettings(
  { out, report }: { readonly out?: string; readonly report?: string },
  inputs: readonly string[],
): Promise<OutputFile | null> {
  if (out === undefined) return null;
  if (report !== undefined && resolve(out) === resolve(report)) {
    throw Refusal.of(`--out "${out}": is the file of --report too; choose another name`);
  }
  if (inputs.some((input) => resolve(input) === resolve(out))) {
    throw Refusal.of(`--out "${out}": is an input too; choose another name`);
  }
  return openOutputFile('--out', out, ['.json']);
}
