/** All orders of a short list. */
export function allOrders<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, place) =>
    allOrders(items.toSpliced(place, 1)).map((rest) => [item, ...rest]),
  );
}

/** All orders of places 0 to n - 1 in which the values never rise: the ways to break ties. */
export function fallingOrders(values: readonly number[]): number[][] {
  return allOrders(values.map((_, place) => place)).filter((order) =>
    order.every((item, place) => place === 0 || values[item]! <= values[order[place - 1]!]!),
  );
}
