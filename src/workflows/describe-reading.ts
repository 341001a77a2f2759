import type { ExpertCount } from '../architecture/architecture.ts';
import { BUILDS, type Build, type LtsFamily } from '../formats/candidate-format.ts';
import type { ReadingRequest } from './read-inputs.ts';

/** How records were read, as the settings of a document carry it. */
export function describeReading({ build = BUILDS[0], family, experts = 'all' }: ReadingRequest): {
  readonly build: Build;
  readonly family?: LtsFamily;
  readonly experts?: ExpertCount;
} {
  return {
    build,
    ...(family !== undefined && { family }),
    ...(experts !== 'all' && { experts }),
  };
}
