/** Kendall's tau-b from its definition, over all pairs; null if x or y is constant. */
export function slowKendallTauB(x: readonly number[], y: readonly number[]): number | null {
  let difference = 0;
  let xUntied = 0;
  let yUntied = 0;
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const xSign = Math.sign(x[i]! - x[j]!);
      const ySign = Math.sign(y[i]! - y[j]!);
      difference += xSign * ySign;
      xUntied += Math.abs(xSign);
      yUntied += Math.abs(ySign);
    }
  }
  return xUntied === 0 || yUntied === 0 ? null : difference / Math.sqrt(xUntied * yUntied);
}

/** Mid-ranks from their definition: 1 + items below + half of the other items equal. */
export function slowAverageRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return 1 + below + (equal - 1) / 2;
  });
}

/** The Pearson correlation of slow mid-ranks; null if x or y is constant. */
export function slowSpearmanRho(x: readonly number[], y: readonly number[]): number | null {
  const mean = (x.length + 1) / 2;
  const xCentred = slowAverageRanks(x).map((rank) => rank - mean);
  const yCentred = slowAverageRanks(y).map((rank) => rank - mean);
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const scale = Math.sqrt(dot(xCentred, xCentred) * dot(yCentred, yCentred));
  return scale === 0 ? null : dot(xCentred, yCentred) / scale;
}
