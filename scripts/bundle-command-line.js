/**
 * Bundles the command line, from the modules that tsc has written, into a few chunks in
 * `dist/command-line`, and what a measuring thread runs into one file in its own place. Loading a
 * hundred small files took three quarters of the time of a short run; the library stays as tsc
 * writes it.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { rolldown } from 'rolldown';

const ROOT = join(import.meta.dirname, '..');
const LIBRARY = join(ROOT, 'dist');
const BUNDLE = join(LIBRARY, 'command-line');
const WORKER = join(LIBRARY, 'engine', 'measure-worker.js');
const LICENSES = 'third-party-licenses.txt';

/**
 * Keeps the meaning of `import.meta.url` in a module that moves into a chunk: the module's own
 * place, beside which it may look for a file or start a worker.
 */
const keepPlaces = {
  name: 'keep-places',
  /** @param {string} code @param {string} id */
  transform(code, id) {
    if (!id.startsWith(LIBRARY + sep) || !code.includes('import.meta.url')) return null;
    const place = relative(BUNDLE, id).split(sep).join('/');
    // No line moves, so the source map of the module still holds.
    const url = `new URL('${place}', import.meta.url).href`;
    return { code: code.replaceAll('import.meta.url', url), map: null };
  },
};

/**
 * The folder of the package that a module belongs to, undefined for one of ours.
 *
 * @param {string} id
 * @returns {string | undefined}
 */
function packageOf(id) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.split(sep).join('/'))?.[0];
}

/**
 * The licences of bundled packages, which ask to be handed on with every copy.
 *
 * @param {Iterable<string>} folders
 * @returns {string}
 */
function licensesOf(folders) {
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(
        readFileSync(join(folder, 'package.json'), 'utf8'),
      );
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8')}`;
      return `${name} ${version} (${license})\n${text}`;
    })
    .join('\n---\n\n');
}

const bundle = await rolldown({
  input: join(LIBRARY, 'cli', 'main.js'),
  platform: 'node',
  // The ES form of a package, where it has one: it is smaller, and its parts can be left out.
  resolve: { mainFields: ['module', 'main'] },
  // A native library, loaded for networks.
  external: ['onnxruntime-node'],
  plugins: [keepPlaces],
});
const { output } = await bundle.write({
  dir: BUNDLE,
  format: 'esm',
  minify: true,
  sourcemap: true,
  // Without a hash, so that a build replaces what the one before has written.
  entryFileNames: '[name].js',
  chunkFileNames: '[name].js',
  // What several commands need in one file: to find and open each costs as much as a page of code.
  // But the parser of CSV, which several need for one form of input, is loaded where that is read.
  codeSplitting: {
    groups: [
      { name: 'csv-parse', test: /node_modules[\\/]csv-parse[\\/]/, priority: 1 },
      { name: 'shared', minShareCount: 5 },
    ],
  },
});
await bundle.close();

const worker = await rolldown({ input: WORKER, platform: 'node' });
await worker.write({ file: WORKER, format: 'esm', minify: true, sourcemap: true });
await worker.close();

const packages = new Set(
  output
    .flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
    .map(packageOf)
    .filter((folder) => folder !== undefined),
);
writeFileSync(join(BUNDLE, LICENSES), licensesOf(packages));

const written = new Set([LICENSES, ...output.map(({ fileName }) => fileName)]);
for (const name of readdirSync(BUNDLE)) if (!written.has(name)) rmSync(join(BUNDLE, name));
