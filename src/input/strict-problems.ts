import { z } from 'zod';
import { nearestName } from '../nearest-name.ts';
import { formatPath, type Problem } from '../problem.ts';
import { schemaProblems } from './schema-problems.ts';

/**
 * The problems of a value with a schema of strict objects: those of {@link schemaProblems}, and one
 * for every unknown key, with the nearest known one.
 *
 * @param known the keys of the object at a path; none where it has too many forms to list them
 */
export function strictProblems(
  { issues }: z.ZodError,
  value: unknown,
  source: string,
  known: (path: readonly PropertyKey[]) => readonly string[],
): Problem[] {
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => {
          const names = known(issue.path);
          const nearest = nearestName(key, names);
          const list = names.length === 0 ? '' : `; known are ${names.join(', ')}`;
          const hint = nearest === undefined ? list : `; did you mean ${nearest}?`;
          const path = formatPath([...issue.path, key]);
          return { source, path, message: `unknown key${hint}` };
        })
      : [],
  );
  const others = issues.filter(({ code }) => code !== 'unrecognized_keys');
  return [...schemaProblems(new z.ZodError(others), value, source), ...unknown];
}
