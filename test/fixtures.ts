import { fileURLToPath } from 'node:url';

/** The committed fixtures. */
export const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));
