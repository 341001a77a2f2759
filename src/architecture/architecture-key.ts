import type { Architecture } from './architecture.ts';

/**
 * A text that two architectures share exactly where they describe the same model, in whatever
 * order their fields were set; a field that is absent equals none of the values it may have.
 */
export function architectureKey(architecture: Architecture): string {
  return JSON.stringify(architecture, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
