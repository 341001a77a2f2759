/** Columns of a stream: of COLUMNS or of its terminal; undefined where it has no width. */
export function columnsOf(stream: {
  readonly isTTY?: boolean;
  readonly columns?: number;
}): number | undefined {
  const asked = Number(process.env.COLUMNS);
  if (Number.isInteger(asked) && asked > 0) return asked;
  // Some terminals say that they have 0.
  return stream.isTTY === true && stream.columns !== 0 ? stream.columns : undefined;
}
