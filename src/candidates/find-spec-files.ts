import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { namesInShort, type Problem } from '../problem.ts';
import { orList } from '../formats/expectations.ts';
import { describeFileError } from '../input/read-text.ts';
import {
  indexOfShard,
  isModelOfFolder,
  withoutCheckpointEnding,
} from '../safetensors/checkpoint-names.ts';

/** Endings of the files that a directory is searched for. */
const SPEC_ENDINGS = ['.json', '.ndjson', '.jsonl', '.yaml', '.yml', '.safetensors'];

/** The measured qualities of a LiteTransformerSearch tree, by id. */
const QUALITIES = /^ppl_summary\.ya?ml$/i;

/** Files of such a tree that hold other numbers by id: summaries, proxies' scores and their costs. */
const NO_SPECS = /_(summary|cost|scores_seed_\d+)\.ya?ml$/i;

/** A config of the transformers library: its folder is what tells it from others. */
const HUGGING_FACE_CONFIG = 'config.json';

/** What such a folder holds besides, and describes no model. */
const BESIDE_CONFIG = [
  ...['added_tokens.json', 'generation_config.json', 'preprocessor_config.json'],
  ...['special_tokens_map.json', 'tokenizer.json', 'tokenizer_config.json', 'vocab.json'],
];

/** A config of a LiteTransformerSearch tree. */
const CONFIG = /(?:^|\/)config_(\d+)\/j(\d+)\/model_config\.ya?ml$/i;

/** The input that stands for stdin; a file of that name is `./-`. */
const STDIN = '-';

/** A file to be read for candidates. */
export interface SpecFile {
  /** Also what messages call it. */
  readonly path: string;
  /** Whether it is no file but stdin. */
  readonly stdin?: boolean;
  /**
   * Id of the one candidate in it, where that has none of its own: the path without its ending (of a
   * checkpoint `.safetensors` or `.safetensors.index.json`), the folder of a `config.json` and of a
   * `model.safetensors`, or `config_N_jM` of a LiteTransformerSearch tree.
   */
  readonly defaultId: string;
  /** The file of the directory it was found in, or of one above, that holds qualities by id. */
  readonly qualities?: string;
}

/** The files behind the inputs, and what was wrong or passed over on the way. */
export interface FoundFiles {
  readonly files: readonly SpecFile[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * The files that an input names: stdin where it is `-`; itself, or, of a directory, every JSON, NDJSON,
 * YAML and checkpoint file in it and below, in the order of their names. Other files are named in a
 * warning; of the files of a LiteTransformerSearch tree that hold no specs, the measured qualities are
 * kept at hand.
 *
 * A folder with a `config.json` and a `model.safetensors` (or its index) is one model and gives one.
 *
 * @param preferred which of the two that is
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
    if (!(await stat(input)).isDirectory()) {
      return { files: [specFile(input, basename(input))], problems: [], warnings: [] };
    }
    const entries = await readdir(input, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    const qualities = new Map(
      paths.filter((path) => QUALITIES.test(basename(path))).map((path) => [dirname(path), path]),
    );
    const models = new Set(
      paths.filter((path) => basename(path) === HUGGING_FACE_CONFIG).map((path) => dirname(path)),
    );
    const isSpec = (path: string): boolean =>
      SPEC_ENDINGS.includes(extname(path).toLowerCase()) &&
      !NO_SPECS.test(basename(path)) &&
      !(models.has(dirname(path)) && BESIDE_CONFIG.includes(basename(path)));
    // A shard is read by its index.
    const all = new Set(paths);
    const specs = paths.filter((path) => isSpec(path) && !all.has(indexOfShard(path) ?? ''));
    const { files, warnings } = oneOfEachModel(specs, preferred);
    return {
      files: files.map((path) => specFile(path, relative(input, path), qualities)),
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
      warnings: [...warningsOf(paths.filter((path) => !isSpec(path))), ...warnings],
    };
  } catch (error) {
    const message = describeFileError(error);
    // An empty name, as of an unset shell variable, would leave the message without a subject.
    const source = input === '' ? '""' : input;
    return { files: [], problems: [{ source, path: '', message }], warnings: [] };
  }
}

/** The files without one of two that hold the same model, each of which is named in a warning. */
function oneOfEachModel(
  paths: readonly string[],
  preferred: 'config' | 'checkpoint',
): { readonly files: readonly string[]; readonly warnings: readonly Problem[] } {
  const foldersOf = (isOne: (path: string) => boolean): Set<string> =>
    new Set(paths.filter(isOne).map((path) => dirname(path)));
  const isConfig = (path: string): boolean => basename(path) === HUGGING_FACE_CONFIG;
  const [isLeft, kept] =
    preferred === 'config'
      ? [isModelOfFolder, foldersOf(isConfig)]
      : [isConfig, foldersOf(isModelOfFolder)];
  const left = paths.filter((path) => isLeft(path) && kept.has(dirname(path)));
  const why =
    preferred === 'config'
      ? `ignored: ${HUGGING_FACE_CONFIG} beside it tells the same model; --mode weights reads this one`
      : 'ignored: the checkpoint beside it holds the weights';
  return {
    files: paths.filter((path) => !left.includes(path)),
    warnings: left.map((source) => ({ source, path: '', message: why })),
  };
}

/** A warning for every file that is no spec; one for all of a directory that hold numbers by id. */
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
    } else if (BESIDE_CONFIG.includes(name)) {
      warnings.push({ source: path, path: '', message: `ignored: beside ${HUGGING_FACE_CONFIG}` });
    } else {
      const message = `ignored: not a ${orList(SPEC_ENDINGS)} file`;
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

function specFile(
  path: string,
  name: string,
  qualities: ReadonlyMap<string, string> = new Map(),
): SpecFile {
  const config = CONFIG.exec(resolve(path).replaceAll(sep, '/'));
  const defaultId = config === null ? idOf(path, name) : `config_${config[1]}_j${config[2]}`;
  for (let folder = dirname(path); qualities.size > 0; folder = dirname(folder)) {
    const found = qualities.get(folder);
    if (found !== undefined) return { path, defaultId, qualities: found };
    if (folder === dirname(folder)) break;
  }
  return { path, defaultId };
}

function idOf(path: string, name: string): string {
  const folder = dirname(name);
  const bare = withoutCheckpointEnding(name);
  const named =
    basename(path) !== HUGGING_FACE_CONFIG && !isModelOfFolder(path)
      ? bare.slice(0, bare.length - (bare === name ? extname(name).length : 0))
      : folder === '.'
        ? basename(dirname(resolve(path)))
        : folder;
  return named.replaceAll(sep, '/');
}
