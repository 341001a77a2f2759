import { jsonText } from './json-text.ts';
import type { SearchSpace } from './search-space.ts';

/** A candidate of a space. */
export interface SpaceCandidate<Spec extends object = object> {
  readonly id: string;
  readonly spec: Spec;
  /** Both as one line of JSON without the line feed, as `zerolm sample` prints them. */
  readonly line: string;
}

/** The candidate of choices along a space. */
export function candidateOf<Spec extends object>(
  { build, idPrefix }: Pick<SearchSpace<Spec>, 'build' | 'idPrefix'>,
  choices: readonly number[],
  name: string,
): SpaceCandidate<Spec> {
  const spec = build(choices);
  const id = `${idPrefix}${name}`;
  const json = jsonText(spec);
  const rest = json === '{}' ? '}' : `,${json.slice(1)}`;
  return { id, spec, line: `{"id":${JSON.stringify(id)}${rest}` };
}
