import { averageRanks } from './average-ranks.ts';
import { chiSquareTail } from './chi-square-tail.ts';
import { fDistributionTail } from './f-distribution-tail.ts';
import { failure, success, type Result } from '../result.ts';

/** Whether some columns of a table are ranked higher than others throughout its rows. */
export interface FriedmanTest {
  /** Chi-square, corrected for ties. */
  readonly statistic: number;
  /** The number of columns less 1. */
  readonly degreesOfFreedom: number;
  /** Against columns that do not differ; from the chi-square distribution. */
  readonly p: number;
  /** The form of Iman and Davenport, which is less conservative. */
  readonly f: {
    /** Infinity where every row has the same order. */
    readonly statistic: number;
    /** k - 1 and (k - 1)(N - 1). */
    readonly degreesOfFreedom: readonly [number, number];
    /** From the F distribution. */
    readonly p: number;
  };
  /** The mean over the rows of the rank of each column, 1 for the highest value of a row. */
  readonly meanRanks: readonly number[];
}

/**
 * The Friedman test of N rows with k values each, as of k proxies on N data sets:
 *
 *     12 N / (k (k + 1)) * sum (meanRank_j - (k + 1) / 2)^2
 *       / (1 - sum over ties of (t^3 - t) / (N k (k^2 - 1)))
 *
 * Tied values share their mean rank; t is the number of values of a tie. The p-value of chi-square is
 * rough for fewer than about ten rows or five columns, and mostly too high; that of
 *
 *     F = (N - 1) chi-square / (N (k - 1) - chi-square)
 *
 * is nearer.
 *
 * @param rows N lists of k finite numbers, higher for what is better
 * @returns a failure if there are fewer than 2 rows or columns, if rows differ in length or hold a
 *   value that is not finite, or if every row is one tie
 *
 * Source: Friedman, JASA 32, 1937; Demšar, "Statistical comparisons of classifiers over multiple data
 * sets", JMLR 7, 2006, section 3.2.2; F: Iman and Davenport, "Approximations of the critical region of
 * the Friedman statistic", Communications in Statistics A 9, 1980; ties as in Conover, "Practical nonparametric statistics", 1999.
 */
export function friedmanTest(rows: readonly (readonly number[])[]): Result<FriedmanTest> {
  const sets = rows.length;
  const count = rows[0]?.length ?? 0;
  if (sets < 2 || count < 2) {
    return failure(
      `The Friedman test needs at least 2 rows of 2 values, and there are ${sets} of ${count}.`,
    );
  }
  for (const [index, row] of rows.entries()) {
    if (row.length !== count) {
      return failure(`Row ${index} has ${row.length} values, and the first ${count}.`);
    }
    const wrong = row.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) return failure(`Row ${index} holds ${wrong}, not a finite number.`);
  }
  const sums = new Float64Array(count);
  let tied = 0;
  for (const row of rows) {
    const ranks = averageRanks(row.map((value) => -value));
    ranks.forEach((rank, place) => {
      sums[place] = sums[place]! + rank;
    });
    const sizes = new Map<number, number>();
    for (const rank of ranks) sizes.set(rank, (sizes.get(rank) ?? 0) + 1);
    for (const size of sizes.values()) tied += size ** 3 - size;
  }
  const untied = 1 - tied / (sets * count * (count ** 2 - 1));
  if (untied <= 0) return failure('Every row is one tie: there is nothing to rank.');
  const meanRanks = Array.from(sums, (sum) => sum / sets);
  const spread = meanRanks.reduce((sum, rank) => sum + (rank - (count + 1) / 2) ** 2, 0);
  const statistic = (12 * sets * spread) / (count * (count + 1)) / untied;
  return success({
    statistic,
    degreesOfFreedom: count - 1,
    p: chiSquareTail(statistic, count - 1),
    f: imanDavenport(statistic, sets, count),
    meanRanks,
  });
}

function imanDavenport(chiSquare: number, sets: number, count: number): FriedmanTest['f'] {
  const degreesOfFreedom = [count - 1, (count - 1) * (sets - 1)] as const;
  // What rounding leaves of 0 is 0: the next statistic that ranks can have is far from it.
  const left = sets * (count - 1) - chiSquare;
  const statistic = left > sets * count * 1e-12 ? ((sets - 1) * chiSquare) / left : Infinity;
  return { statistic, degreesOfFreedom, p: fDistributionTail(statistic, ...degreesOfFreedom) };
}
