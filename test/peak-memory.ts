import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './cli/run.ts';

/** A line of a script that imports `peakKilobytes`, whatever folder the script is in. */
export const IMPORT_PEAK = `import { peakKilobytes } from ${JSON.stringify(
  pathToFileURL(join(ROOT, 'scripts', 'peak-memory.js')).href,
)};`;
