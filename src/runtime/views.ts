/** Operators whose output is their first input under another shape: the runtime copies nothing. */
export const VIEWS: ReadonlySet<string> = new Set(['Identity', 'Reshape', 'Squeeze', 'Unsqueeze']);
