import { resolve, sep } from 'node:path';
import { withoutEnding, type SpecFile } from './find-spec-files.ts';

/**
 * The files of several inputs with distinct default ids. Where these are equal, as many folders are
 * put before them as are needed to tell them apart: `a/model` and `b/model`.
 */
export function distinguishIds(inputs: readonly (readonly SpecFile[])[]): readonly SpecFile[][] {
  const groups = new Map<string, Set<string>>();
  for (const { defaultId, path } of inputs.flat()) {
    const own = groups.get(defaultId);
    if (own === undefined) groups.set(defaultId, new Set([resolve(path)]));
    else own.add(resolve(path));
  }
  const ids = new Map<string, string>();
  for (const paths of groups.values()) {
    if (paths.size === 1) continue;
    const parts = [...paths].map((path) => withoutEnding(path).split(sep));
    const depth = depthThatDiffers(parts);
    if (depth === undefined) continue;
    for (const [index, path] of [...paths].entries()) {
      ids.set(path, parts[index]?.slice(-depth).join('/') ?? '');
    }
  }
  return inputs.map((files) =>
    files.map((file) => ({ ...file, defaultId: ids.get(resolve(file.path)) ?? file.defaultId })),
  );
}

/** The least number of last parts by which all paths differ; undefined where two are the same. */
function depthThatDiffers(paths: readonly (readonly string[])[]): number | undefined {
  const deepest = Math.max(...paths.map((parts) => parts.length));
  for (let depth = 1; depth <= deepest; depth++) {
    if (new Set(paths.map((parts) => parts.slice(-depth).join('/'))).size === paths.length) {
      return depth;
    }
  }
  return undefined;
}
