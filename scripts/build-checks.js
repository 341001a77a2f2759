/**
 * Compiles the quick checks of every form of every candidate format, by ajv from the JSON Schemas that
 * zod makes of its own, and writes them into `src/formats`. To load a compiler and to compile took a
 * tenth of a second of a run; zod stays the source, and a differential test holds the two equal.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { rolldown } from 'rolldown';

const ROOT = join(import.meta.dirname, '..');
const FORMATS = join(ROOT, 'src', 'formats');

/**
 * The files, with the name of what they export and which checks they hold: those of families, whose
 * names begin with their folder, are loaded by whoever needs them.
 */
const TARGETS = [
  {
    file: 'ready-checks.ts',
    constant: 'READY_CHECKS',
    holds: (/** @type {string} */ name) => !name.includes('/'),
  },
  {
    file: 'ready-config-checks.ts',
    constant: 'READY_CONFIG_CHECKS',
    holds: (/** @type {string} */ name) => name.includes('/'),
  },
];

/**
 * @param {string} constant
 * @param {string} code statements that name `checks`
 */
const moduleOf = (constant, code) => `// @ts-nocheck
/* Made by scripts/build-checks.js. */
import type { ReadyChecks } from './ready-check.ts';
${code}
/** Checks by their names, see \`readyChecks\`. */
export const ${constant}: ReadyChecks = new Map(Object.entries(checks));
`;

/**
 * One module out of all that it imports.
 *
 * @param {import('rolldown').InputOptions} options
 * @returns {Promise<string>}
 */
async function bundled(options) {
  const bundle = await rolldown({ platform: 'node', logLevel: 'warn', ...options });
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false, minify: true });
  await bundle.close();
  return output[0].code;
}

/**
 * The JSON Schemas of the checks that the formats ask for, by name.
 *
 * @param {string} folder for a file that is loaded and dropped
 * @returns {Promise<Record<string, object>>}
 */
async function loadSchemas(folder) {
  const entry = `
    export { CANDIDATE_FORMATS } from ${JSON.stringify(join(FORMATS, 'registry.ts'))};
    export { quickSchema } from ${JSON.stringify(join(FORMATS, 'ready-check.ts'))};`;
  const input = join(FORMATS, 'all-formats.ts');
  const plugin = {
    name: 'entry',
    resolveId: (/** @type {string} */ id) => (id === input ? id : null),
    load: (/** @type {string} */ id) => (id === input ? entry : null),
  };
  const file = join(folder, 'formats.mjs');
  writeFileSync(file, await bundled({ input, plugins: [plugin] }));
  const { CANDIDATE_FORMATS, quickSchema } = await import(pathToFileURL(file).href);
  /** @type {Record<string, object>} */
  const schemas = {};
  for (const { quicken } of CANDIDATE_FORMATS) {
    quicken((/** @type {string} */ name, /** @type {() => unknown} */ schema) => {
      if (name in schemas) throw new Error(`two checks are named ${name}`);
      schemas[name] = quickSchema(schema());
      return () => false;
    });
  }
  return schemas;
}

/**
 * The code of checks, without anything to be loaded.
 *
 * @param {Record<string, object>} schemas
 * @param {string} folder
 */
async function compile(schemas, folder) {
  const ajv = new Ajv2020({
    useDefaults: true,
    discriminator: true,
    messages: false,
    // The schemas are zod's: no need to hold them against the schema of schemas.
    strict: false,
    meta: false,
    validateSchema: false,
    code: { source: true, esm: true, lines: true },
  });
  const names = Object.keys(schemas);
  for (const [index, name] of names.entries()) ajv.addSchema(schemas[name] ?? {}, `check${index}`);
  const references = Object.fromEntries(
    names.map((_, index) => [`check${index}`, `check${index}`]),
  );
  const input = join(folder, 'checks.mjs');
  const table = names.map((name, index) => `${JSON.stringify(name)}: check${index}`).join(', ');
  const code = standaloneCode
    .default(ajv, references)
    .replace(/^export /gm, '')
    // What is wrong with a value is told by zod.
    .replace(/\{instancePath:[^;]*?,params:\{[^{}]*\}\}/g, '{}');
  writeFileSync(input, `${code}\nexport const checks = {${table}};`);
  return (await bundled({ input })).replace(/export\{(\w+) as checks\};?\s*$/, 'const checks=$1;');
}

const folder = mkdtempSync(join(ROOT, 'node_modules', '.checks-'));
try {
  const schemas = await loadSchemas(folder);
  for (const { file, constant, holds } of TARGETS) {
    const own = Object.entries(schemas).filter(([name]) => holds(name));
    const code = await compile(Object.fromEntries(own), folder);
    writeFileSync(join(FORMATS, file), moduleOf(constant, code));
  }
} finally {
  rmSync(folder, { recursive: true });
}
