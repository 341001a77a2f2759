import { formatOf } from '../formats/registry.ts';
import { hasCompanionKeys } from './companions.ts';
import type { SpecFile } from './find-spec-files.ts';

/** Whether a file that was found in a directory was saved beside a model and is no spec. */
export function isPassedOver({ found }: SpecFile, values: readonly unknown[]): boolean {
  if (found === undefined || values.length === 0) return false;
  return values.every(
    (value) => formatOf(value) === undefined && (found.asCompanion || hasCompanionKeys(value)),
  );
}
