import type { Candidate } from '../formats/candidate-format.ts';
import { loadLineReader } from './candidate-check.ts';
import type { SearchSpace } from './search-space.ts';
import { candidateOf } from './space-candidate.ts';
import { uniformChoices } from './uniform-choices.ts';

/** The candidates of a space whose layers are equal, as they are read; without invalid ones. */
export async function uniformModels(space: SearchSpace): Promise<Generator<Candidate>> {
  const read = await loadLineReader();
  return (function* () {
    for (const choices of uniformChoices(space.axes)) {
      const { candidate } = read(candidateOf(space, choices, 'e').line);
      if (candidate !== undefined) yield candidate;
    }
  })();
}
