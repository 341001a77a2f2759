import { rmSync } from 'node:fs';
import type { Result } from '../result.ts';
import { writeWholeFile } from '../write-whole-file.ts';

/** Writes a file of any size; what is written of it is removed where Ctrl-C ends the program. */
export async function writeOrRemove(
  path: string,
  pieces: Iterable<Uint8Array>,
): Promise<Result<string>> {
  let begun: string | undefined;
  const remove = (): void => {
    if (begun !== undefined) rmSync(begun, { force: true });
  };
  process.once('exit', remove);
  try {
    return await writeWholeFile(path, pieces, {
      onBegun: (unfinished) => {
        begun = unfinished;
      },
    });
  } finally {
    process.off('exit', remove);
  }
}

/** Passes pieces on and tells how much of all that is. */
export function* countedPieces(
  pieces: Iterable<Uint8Array>,
  total: number,
  onProgress: (done: number, total: number) => void,
): Generator<Uint8Array> {
  let done = 0;
  for (const piece of pieces) {
    yield piece;
    done += piece.length;
    onProgress(Math.min(done, total), total);
  }
}
