/** The parts of `tokens:5%`: a name, and the percentage by which values may differ, if there is one. */
export function splitWithin(within: string): { readonly name: string; readonly percent?: string } {
  const [, name = within, percent] = /^(.+):([^:]*)%$/.exec(within) ?? [];
  return { name, ...(percent !== undefined && { percent }) };
}

/** The candidates that are compared, as `candidates of equal depth`. */
export function describeWithin(within: string): string {
  const { name, percent } = splitWithin(within);
  return percent === undefined
    ? `candidates of equal ${name}`
    : `candidates whose ${name} differ by less than ${percent} %`;
}
