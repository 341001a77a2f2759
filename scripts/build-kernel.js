/**
 * Writes `src/kernel/kernel-bytes.ts`: the generator of normals and the sums of the moments as a
 * WebAssembly module, four lanes at a time; and the scalar products of lines as another, and
 * the steps of a tridiagonalization as a third, two lanes at a time. Part of `npm run build`.
 *
 * The operations and their order are those of `philox.ts`, `box-muller.ts` and `moments.ts`, to
 * which tests hold it equal bit for bit. It is assembled from WebAssembly text because its
 * inner loops are unrolled: ten Philox rounds of two groups side by side, and four pairs of vectors
 * of Box-Muller, which hides the latency of the multiplications. Words, radii and angles alternate
 * over 4 KiB, which stay in the innermost cache: a loop that does two of them at once has more live
 * values than there are registers, and longer chains than a processor looks ahead.
 */
import { Buffer } from 'node:buffer';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import wabt from 'wabt';
import { angles, boxMuller, radii } from './kernel/box-muller.js';
import { draw, squares, slices, uniforms } from './kernel/draws.js';
import { products } from './kernel/line-products.js';
import { CHUNK_SUMS, MOST_CHUNKS, PAGE } from './kernel/memory-layout.js';
import { gather } from './kernel/moments.js';
import { schedule, words } from './kernel/philox.js';
import { reflect } from './kernel/reflections.js';

const TARGET = join(import.meta.dirname, '..', 'src', 'kernel', 'kernel-bytes.ts');

const { parseWat } = await wabt();
/** @type {(name: string, text: string) => string} */
const inBase64 = (name, text) => {
  const { buffer } = parseWat(name, text, { simd: true }).toBinary({});
  return Buffer.from(buffer).toString('base64');
};
const numbers = inBase64(
  'kernel.wat',
  `(module (memory (export "memory") ${Math.ceil((CHUNK_SUMS + 32 * MOST_CHUNKS) / PAGE)})
    ${schedule()}
    ${words()}
    ${radii()}
    ${angles('normals')}
    ${angles('squares')}
    ${boxMuller('normals')}
    ${boxMuller('squares')}
    ${uniforms()}
    ${slices('normals')}
    ${slices('uniforms')}
    ${slices('squares')}
    ${draw('normals')}
    ${draw('uniforms')}
    ${squares()}
    ${gather()})`,
);
const lines = inBase64('products.wat', `(module (memory (export "memory") 1) ${products()})`);
const reflections = inBase64('reflect.wat', `(module (memory (export "memory") 2) ${reflect()})`);
mkdirSync(dirname(TARGET), { recursive: true });
writeFileSync(
  TARGET,
  `/** The kernel as made by scripts/build-kernel.js, in base 64. */
export const KERNEL_BYTES =
  '${numbers}';

/** The scalar products of lines, made there too. */
export const PRODUCTS_BYTES =
  '${lines}';

/** The steps of a tridiagonalization, made there too. */
export const REFLECTIONS_BYTES =
  '${reflections}';
`,
);
