import type { Family } from '../architecture/architecture.ts';
import { printWarnings } from './terminal.ts';

/** Warns where candidates of several families are held against each other. */
export function warnOfFamilies(families: ReadonlySet<Family>): void {
  if (families.size < 2) return;
  const names = [...families].sort().map((name) => `${name}s`).join(' and ');
  const message = `${names} together: scores of different families have no common scale`;
  printWarnings([{ source: '', path: '', message }]);
}
