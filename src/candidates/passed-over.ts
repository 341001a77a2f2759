import { formatOf } from '../formats/registry.ts';
import type { RawRecord } from '../input/split-records.ts';
import { hasCompanionKeys } from './companions.ts';
import type { SpecFile } from './find-spec-files.ts';

/** Whether a file that was found in a directory was saved beside a model and is no spec. */
export function isPassedOver({ found }: SpecFile, records: readonly RawRecord[]): boolean {
  if (found === undefined || records.length === 0) return false;
  return records.every(
    ({ value }) => formatOf(value) === undefined && (found.asCompanion || hasCompanionKeys(value)),
  );
}
