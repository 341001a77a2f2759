/** A function or class of the file, and what else of the file it needs. */
export interface PythonPart {
  readonly name: string;
  readonly needs: readonly string[];
  readonly source: string;
}

/** The parts of those names and of what they need, in the order of the list. */
export function partsFor(
  wanted: Iterable<string>,
  parts: readonly PythonPart[],
): readonly PythonPart[] {
  const needed = new Set(wanted);
  // What a part needs is before it.
  for (const { name, needs } of parts.toReversed()) {
    if (needed.has(name)) for (const other of needs) needed.add(other);
  }
  return parts.filter(({ name }) => needed.has(name));
}
