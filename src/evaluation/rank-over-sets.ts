import { criticalDifference, type CriticalDifference } from './critical-difference.ts';
import { friedmanTest, type FriedmanTest } from './friedman-test.ts';
import { failure, success, type Result } from '../result.ts';
import { roundForTies } from '../scoring/round-for-ties.ts';

/** The correlation of each proxy on each of several data sets. */
export interface SetCorrelations {
  readonly proxies: readonly string[];
  readonly sets: readonly {
    readonly name: string;
    /** One per proxy; or why there is none. */
    readonly correlations: readonly Result<number>[];
  }[];
}

/** A proxy among others on several data sets. */
export interface RankedOverSets {
  readonly proxy: string;
  /** 1 for the highest correlation of a set; ties share their mean rank. */
  readonly meanRank: number;
  readonly meanCorrelation: number;
}

/** Proxies by their mean rank over data sets. */
export interface RankingOverSets {
  /** Those with a correlation on every set, the lowest mean rank first. */
  readonly ranking: readonly RankedOverSets[];
  /** The others, with the first set on which they have none, and why. */
  readonly leftOut: readonly {
    readonly proxy: string;
    readonly set: string;
    readonly reason: string;
  }[];
  /** Whether any of the ranking differ, and which: groups are places in the ranking. */
  readonly difference: Result<Difference>;
}

/** The tests of mean ranks. */
export interface Difference {
  readonly friedman: FriedmanTest;
  readonly nemenyi: CriticalDifference;
}

/**
 * Ranks proxies by their correlations on several data sets. A proxy that has none on one of them is
 * left out: a mean rank over other sets can't be compared. Correlations that agree to 12 significant
 * digits are ties. Without two proxies or two sets there is no test, and the reason in its place.
 *
 * @param alpha of the critical difference
 *
 * Source: Demšar, "Statistical comparisons of classifiers over multiple data sets", JMLR 7, 2006.
 */
export function rankOverSets({ proxies, sets }: SetCorrelations, alpha: number): RankingOverSets {
  const leftOut: { proxy: string; set: string; reason: string }[] = [];
  const complete: { proxy: string; values: number[] }[] = [];
  for (const [place, proxy] of proxies.entries()) {
    const values: number[] = [];
    for (const { name, correlations } of sets) {
      const one = correlations[place];
      if (one?.ok === true) {
        values.push(roundForTies(one.value));
      } else {
        leftOut.push({ proxy, set: name, reason: one?.reason ?? 'It was not compared there.' });
        break;
      }
    }
    if (values.length === sets.length) complete.push({ proxy, values });
  }
  const rows = sets.map((_, index) => complete.map(({ values }) => values[index] ?? NaN));
  const friedman = friedmanTest(rows);
  const meanRanks = friedman.ok ? friedman.value.meanRanks : [];
  const ranking = complete
    .map(({ proxy, values }, place) => ({
      proxy,
      meanRank: meanRanks[place] ?? (complete.length + 1) / 2,
      meanCorrelation: values.reduce((sum, value) => sum + value, 0) / values.length,
    }))
    .sort((a, b) => a.meanRank - b.meanRank);
  const ordered = ranking.map(({ meanRank }) => meanRank);
  return {
    ranking,
    leftOut,
    difference: friedman.ok
      ? success({
          friedman: friedman.value,
          nemenyi: criticalDifference(ordered, sets.length, alpha),
        })
      : failure(friedman.reason),
  };
}
