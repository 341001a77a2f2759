import type { Architecture } from '../architecture/architecture.ts';
import { success, type Result } from '../result.ts';
import type { Constraint } from '../search-space/constraint.ts';
import { compileConstraints } from '../search-space/read-search-space.ts';
import type { QuantitySettings } from '../search-space/quantities.ts';
import { fieldsOfConstraints, isAboutLatency } from './quantity-settings.ts';
import { accepted } from './refusal.ts';

const ADMITTED = success(true);

/** Constraints on the candidates that are scored, and how many each left out. */
export class CandidateLimits {
  readonly #constraints: readonly Constraint[];
  readonly #leftOut: number[];

  private constructor(constraints: readonly Constraint[]) {
    this.#constraints = constraints;
    this.#leftOut = constraints.map(() => 0);
  }

  /**
   * The limits that constraints set; refuses every constraint that is wrong.
   *
   * @param quantities what they depend on
   */
  static open(texts: readonly string[] = [], quantities?: QuantitySettings): CandidateLimits {
    const place = { source: '--constraint', path: '' };
    return new CandidateLimits(accepted(compileConstraints(texts, () => place, quantities)));
  }

  /** Whether one is about latency. */
  get needsLatency(): boolean {
    return this.#constraints.some(isAboutLatency);
  }

  /** The fields of a request that they look at. */
  get fields(): readonly string[] {
    return fieldsOfConstraints(this.#constraints);
  }

  /** Why a checkpoint can't be held to them; undefined where there are none. */
  get missesArchitecture(): string | undefined {
    if (this.#constraints.length === 0) return undefined;
    return 'a checkpoint describes no architecture, which --constraint is about: take its config.json';
  }

  /** Whether a candidate fulfils them, the first that it violates being counted. */
  admit(architecture: Architecture): Result<boolean> {
    for (const [index, { holds }] of this.#constraints.entries()) {
      const held = holds(architecture);
      if (!held.ok) return held;
      if (held.value) continue;
      this.#leftOut[index] = (this.#leftOut[index] ?? 0) + 1;
      return success(false);
    }
    return ADMITTED;
  }

  /** The constraints by which candidates were left out, and how many. */
  leftOut(): { readonly condition: string; readonly candidates: number }[] {
    return this.#constraints.flatMap(({ text }, index) => {
      const candidates = this.#leftOut[index] ?? 0;
      return candidates === 0 ? [] : [{ condition: text, candidates }];
    });
  }
}
