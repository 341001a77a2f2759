import { extname } from 'node:path';

/** Endings that PyTorch's pickles have. */
const PICKLE_ENDINGS = ['.bin', '.pt', '.pth', '.ckpt', '.pkl', '.pickle'];

/** What to do about one. */
const PICKLE = 'a PyTorch pickle: convert it to safetensors';

/** What to do about a file that is a pickle by its ending; undefined for any other. */
export function pickleRemedy(path: string): string | undefined {
  return PICKLE_ENDINGS.includes(extname(path).toLowerCase()) ? PICKLE : undefined;
}

const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

/** What files of other formats begin with, and what to do about them. */
const FORMATS: readonly { readonly start: string; readonly message: string }[] = [
  { start: LFS_POINTER, message: 'a Git LFS pointer, not the file itself: run git lfs pull' },
  ...['\x80\x02', '\x80\x03', '\x80\x04', '\x80\x05'].map((start) => ({
    start,
    message: PICKLE,
  })),
  { start: 'GGUF', message: 'a GGUF file: expected the safetensors file that it was made from' },
  { start: '\x89HDF', message: 'an HDF5 file: convert it to safetensors' },
  { start: '\x1f\x8b', message: 'a gzip archive: unpack it' },
];

/** The most bytes of a file that {@link foreignFormat} looks at. */
export const FOREIGN_BYTES = LFS_POINTER.length;

/** Why a file cannot be read, if its first bytes show it to be of a format of another kind. */
export function foreignFormat(first: Uint8Array, path = ''): string | undefined {
  const start = Buffer.from(first.subarray(0, FOREIGN_BYTES)).toString('latin1');
  if (start.startsWith('PK\x03\x04')) {
    return (
      pickleRemedy(path) ??
      'a zip archive: unpack it; a PyTorch pickle is one, and is to be converted to safetensors'
    );
  }
  return FORMATS.find((format) => start.startsWith(format.start))?.message;
}
