import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

/** What a title says of what the test needs, or what was missing: `(needs taskset)`. */
const REASON = /\((?:skipped: )?((?:needs|no) (?:[^()]|\([^()]*\))+)\)/;

/** The titles that surround a skipped test, and what it said itself. */
interface Skipped {
  readonly fullName: string;
  readonly note?: string | undefined;
}

/** Why tests were skipped, each reason with the number of tests, in one line; empty where none was. */
export function skipReasons(skipped: readonly Skipped[]): string {
  if (skipped.length === 0) return '';
  const counts = new Map<string, number>();
  for (const { fullName, note } of skipped) {
    const reason = note ?? REASON.exec(fullName)?.[1] ?? `no reason given: "${fullName}"`;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const reasons = [...counts].map(([reason, count]) => `${reason} (${count})`);
  return `Skipped ${skipped.length}: ${reasons.join('; ')}\n`;
}

function* skippedIn(modules: readonly TestModule[]): Generator<TestCase> {
  for (const { children } of modules) yield* children.allTests('skipped');
}

/** A reporter that ends a run with why tests were skipped. */
export class SkipReasonsReporter implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    // Tests that a pattern of names leaves out are skipped too.
    if (this.#vitest?.config.testNamePattern !== undefined) return;
    const skipped = [...skippedIn(modules)].map((test) => {
      const result = test.result();
      return {
        fullName: test.fullName,
        note: result.state === 'skipped' ? result.note : undefined,
      };
    });
    process.stdout.write(skipReasons(skipped));
  }
}
