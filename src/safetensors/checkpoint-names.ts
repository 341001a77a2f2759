const SINGLE = /\.safetensors$/i;
const INDEX = /\.safetensors\.index\.json$/i;
const MODEL = /(?:^|[\\/])model\.safetensors(?:\.index\.json)?$/i;
const SHARD = /^(.*)-(\d{5})-of-(\d{5})\.safetensors$/i;

/** Whether a file is a checkpoint by its name: a safetensors file, or the index of several. */
export function isCheckpoint(path: string): boolean {
  return SINGLE.test(path) || isIndex(path);
}

/** Whether a file is by its name the index of several. */
export function isIndex(path: string): boolean {
  return INDEX.test(path);
}

/** Whether a checkpoint has the name that the transformers library gives all, so that folders differ. */
export function isModelOfFolder(path: string): boolean {
  return MODEL.test(path);
}

/** The name of a checkpoint without its ending. */
export function withoutCheckpointEnding(path: string): string {
  return path.replace(INDEX, '').replace(SINGLE, '');
}

/** The index that a file is one shard of by its name, as `model.safetensors.index.json`. */
export function indexOfShard(path: string): string | undefined {
  const [, stem, , count = '1'] = SHARD.exec(path) ?? [];
  return stem === undefined || Number(count) < 2 ? undefined : `${stem}.safetensors.index.json`;
}
