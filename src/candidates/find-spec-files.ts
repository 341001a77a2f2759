import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { namesInShort, type Problem } from '../problem.ts';
import { orList } from '../formats/expectations.ts';
import { SUB_NETWORK_FILE } from '../formats/sub-network.ts';
import { pickleRemedy } from '../input/foreign-file.ts';
import type { InputFile } from '../input/input-file.ts';
import { describeFileError } from '../input/read-text.ts';
import {
  indexOfShard,
  isModelOfFolder,
  withoutCheckpointEnding,
} from '../safetensors/checkpoint-names.ts';
import { BESIDE_MODEL, hasCompanionName } from './companions.ts';

/** Endings of the files that a directory is searched for. */
const SPEC_ENDINGS = ['.json', '.ndjson', '.jsonl', '.yaml', '.yml', '.safetensors'];

/** The file of measured qualities by id in a LiteTransformerSearch tree. */
const QUALITIES = /^ppl_summary\.ya?ml$/i;

/** Files of such a tree with other numbers by id: summaries, proxies' scores and their costs. */
const NO_SPECS = /_(summary|cost|scores_seed_\d+)\.ya?ml$/i;

/** A config of the transformers library, which is named after its folder. */
const HUGGING_FACE_CONFIG = 'config.json';

/** A config of a LiteTransformerSearch tree. */
const CONFIG = /(?:^|\/)config_(\d+)\/j(\d+)\/model_config\.ya?ml$/i;

/** The input that means stdin; a file of that name is `./-`. */
const STDIN = '-';

/**
 * A file to be read for candidates. Its default id is the path without its ending (of a checkpoint
 * `.safetensors` or `.safetensors.index.json`), the folder of a `config.json` and of a
 * `model.safetensors`, or `config_N_jM` of a LiteTransformerSearch tree.
 */
export interface SpecFile extends InputFile {
  /** The file in the same directory, or in the nearest one above, that holds qualities by id. */
  readonly qualities?: string;
  /**
   * For a file that was found in a directory, whether its name is that of a file that is saved beside
   * a model, so that it is passed over if it holds no spec. Absent for a file that was named directly.
   */
  readonly found?: { readonly asCompanion: boolean };
}

/** The files of an input, with problems, and warnings for what was passed over. */
export interface FoundFiles {
  readonly files: readonly SpecFile[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * The files that an input names: stdin for `-`; itself, or every JSON, NDJSON, YAML and checkpoint
 * file in a directory and below, sorted by name. Passed over with a warning are hidden files, those
 * that libraries save beside a model, those with other endings and those that are not regular. The
 * measured qualities of a LiteTransformerSearch tree are kept with its specs.
 *
 * @param preferred which file represents a folder with both a `config.json` and a
 *   `model.safetensors` (or its index)
 */
export async function findSpecFiles(
  input: string,
  preferred: 'config' | 'checkpoint' = 'config',
): Promise<FoundFiles> {
  if (input === STDIN) {
    const file = { path: 'stdin', stdin: true, defaultId: 'stdin' };
    return { files: [file], problems: [], warnings: [] };
  }
  try {
    return (await stat(input)).isDirectory()
      ? await filesOfDirectory(input, preferred)
      : { files: [{ path: input, defaultId: defaultIdOf(input) }], problems: [], warnings: [] };
  } catch (error) {
    const message = describeFileError(error);
    // An empty name, as of an unset shell variable, would leave the message without a subject.
    const source = input === '' ? '""' : input;
    return { files: [], problems: [{ source, path: '', message }], warnings: [] };
  }
}

async function filesOfDirectory(
  input: string,
  preferred: 'config' | 'checkpoint',
): Promise<FoundFiles> {
  const { paths, warnings } = await listFiles(input);
  const qualities = new Map(
    paths.filter((path) => QUALITIES.test(basename(path))).map((path) => [dirname(path), path]),
  );
  const models = new Set(paths.filter(isConfig).map((path) => dirname(path)));
  const isSpec = (path: string): boolean =>
    SPEC_ENDINGS.includes(extname(path).toLowerCase()) &&
    !NO_SPECS.test(basename(path)) &&
    !(models.has(dirname(path)) && hasCompanionName(path));
  // A shard is read by its index.
  const all = new Set(paths);
  const specs = paths.filter((path) => isSpec(path) && !all.has(indexOfShard(path) ?? ''));
  const { kept, left } = oneOfEachModel(specs, preferred);
  const files = kept.map((path) => {
    const own = folderAbove(dirname(path), qualities);
    // The parts of a model have configs of their own.
    const isPart = isConfig(path) && folderAbove(dirname(dirname(path)), models) !== undefined;
    return {
      path,
      defaultId: defaultIdOf(path, relative(input, path)),
      found: { asCompanion: isPart || hasCompanionName(path) },
      ...(own !== undefined && { qualities: qualities.get(own) ?? '' }),
    };
  });
  const message = `empty: expected ${orList(SPEC_ENDINGS)} files in the directory`;
  return {
    files,
    problems: files.length === 0 ? [{ source: input, path: '', message }] : [],
    warnings: [...warnings, ...warningsOf(paths.filter((path) => !isSpec(path))), ...left],
  };
}

/** The regular files of a directory and below, sorted, and a warning for everything else in it. */
async function listFiles(
  directory: string,
): Promise<{ readonly paths: readonly string[]; readonly warnings: readonly Problem[] }> {
  const paths: string[] = [];
  const warnings: Problem[] = [];
  const folders = [directory];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const ignore = (message: string): number =>
        warnings.push({ source: path, path: '', message });
      if (entry.name.startsWith('.')) ignore('ignored: hidden');
      else if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile() || (entry.isSymbolicLink() && (await leadsToFile(path)))) {
        paths.push(path);
      } else ignore('ignored: no regular file');
    }
  }
  warnings.sort((a, b) => (a.source < b.source ? -1 : 1));
  return { paths: paths.sort(), warnings };
}

/** Whether a link leads to a file, or to nothing, which opening it will report. */
async function leadsToFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return true;
  }
}

function isConfig(path: string): boolean {
  return [HUGGING_FACE_CONFIG, SUB_NETWORK_FILE].includes(basename(path));
}

/** The first of some folders on the way up from one. */
function folderAbove(
  from: string,
  folders: { readonly size: number; has: (folder: string) => boolean },
): string | undefined {
  if (folders.size === 0) return undefined;
  let folder = from;
  while (!folders.has(folder)) {
    const above = dirname(folder);
    if (above === folder) return undefined;
    folder = above;
  }
  return folder;
}

/** The files without the second of two for the same model, and a warning for each left out. */
function oneOfEachModel(
  paths: readonly string[],
  preferred: 'config' | 'checkpoint',
): { readonly kept: readonly string[]; readonly left: readonly Problem[] } {
  const isConfigKept = preferred === 'config';
  const [isKept, isLeft] = isConfigKept ? [isConfig, isModelOfFolder] : [isModelOfFolder, isConfig];
  const message = isConfigKept
    ? `ignored: ${HUGGING_FACE_CONFIG} beside it describes the same model; --mode weights reads this one`
    : 'ignored: the checkpoint beside it holds the weights';
  const folders = new Set(paths.filter(isKept).map((path) => dirname(path)));
  const left = new Set(paths.filter((path) => isLeft(path) && folders.has(dirname(path))));
  return {
    kept: paths.filter((path) => !left.has(path)),
    left: [...left].map((source) => ({ source, path: '', message })),
  };
}

/** A warning for every file that is no spec; files with numbers by id share one per directory. */
function warningsOf(others: readonly string[]): Problem[] {
  const warnings: Problem[] = [];
  const numbers = new Map<string, string[]>();
  for (const path of others) {
    const name = basename(path);
    if (QUALITIES.test(name)) continue;
    if (NO_SPECS.test(name)) {
      const own = numbers.get(dirname(path));
      if (own === undefined) numbers.set(dirname(path), [name]);
      else own.push(name);
    } else {
      const other = `ignored: ${pickleRemedy(path) ?? `not a ${orList(SPEC_ENDINGS)} file`}`;
      const message = hasCompanionName(path) ? BESIDE_MODEL : other;
      warnings.push({ source: path, path: '', message });
    }
  }
  for (const [source, names] of numbers) {
    const message = `ignored ${namesInShort(names, MAX_NAMED)}: numbers by id, no specs`;
    warnings.push({ source, path: '', message });
  }
  return warnings;
}

/** Ignored files of a directory that are named; the rest are counted. */
const MAX_NAMED = 3;

/**
 * The default id of a file.
 *
 * @param name its path in the directory that was named
 */
function defaultIdOf(path: string, name = basename(path)): string {
  const full = resolve(path).replaceAll(sep, '/');
  const [, config, job] = CONFIG.exec(full) ?? [];
  if (config !== undefined && job !== undefined) return `config_${config}_j${job}`;
  const own = withoutEnding(name);
  return own === '' ? basename(dirname(full)) : own.replaceAll(sep, '/');
}

/** The distinguishing name of a file: its path without its ending, or the folder of a model. */
export function withoutEnding(path: string): string {
  if (isConfig(path) || isModelOfFolder(path)) return path.includes(sep) ? dirname(path) : '';
  const bare = withoutCheckpointEnding(path);
  return bare === path ? bare.slice(0, bare.length - extname(path).length) : bare;
}
