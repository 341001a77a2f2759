import type { Warn } from './define-workflow.ts';

/**
 * Warns of the first of several warnings that differ in their numbers alone: work that is done batch by
 * batch may have one for each.
 */
export function warnOnce(warn: Warn): Warn {
  const seen = new Set<string>();
  return (warnings) => {
    warn(
      warnings.filter(({ source, path, message }) => {
        const kind = [source, path, message.replaceAll(/\d[\d,.]*/g, '0')].join('\0');
        if (seen.has(kind)) return false;
        seen.add(kind);
        return true;
      }),
    );
  };
}
