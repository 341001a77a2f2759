/** A graph that can't be built: a mistake in the code that builds it, never in a user's input. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
}
