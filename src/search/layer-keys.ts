/** A sum over layers with whole numbers: what a constraint compares, or a cost. */
export interface LayerSum {
  /** Its value where no layer adds anything. */
  readonly start: number;
  /** What a layer of each option adds. */
  readonly each: readonly number[];
  /** The highest value that is of use; Infinity for any. */
  readonly most: number;
}

/** Whole numbers of options from 0, without a common divisor, of which several sums are made. */
interface Digit {
  readonly steps: readonly number[];
  readonly stride: number;
  /** How many values its sum over all layers may have. */
  readonly radix: number;
  /** The highest that is of use. */
  readonly most: number;
}

/** How a sum follows from a digit: `start + layers * least + unit * digit`. */
interface Reading {
  readonly constant: number;
  readonly unit: number;
  /** Its digit; null where all options add the same. */
  readonly digit: number | null;
}

/**
 * Several sums over layers as one whole number, the key: its digits in a mixed radix are the sums,
 * each less what every option adds and divided by what all options have in common. Sums that rise and
 * fall together share a digit. Keys add up as the sums do.
 */
export class LayerKeys {
  /** The key of each option. */
  readonly keys: readonly number[];
  /** Whether keys are small enough to be exact. */
  readonly isExact: boolean;
  readonly #digits: readonly Digit[];
  readonly #readings: readonly Reading[];

  constructor(sums: readonly LayerSum[], options: number, layers: number) {
    const digits: (Omit<Digit, 'stride'> & { most: number })[] = [];
    this.#readings = sums.map(({ start, each, most }): Reading => {
      const least = each.reduce((a, b) => Math.min(a, b), Infinity);
      const greatest = each.reduce((a, b) => Math.max(a, b), -Infinity);
      if (!(greatest > least))
        return { constant: start + layers * (each[0] ?? 0), unit: 0, digit: null };
      const unit = each.reduce((divisor, own) => commonDivisor(divisor, own - least), 0);
      const rising = each.map((own) => (own - least) / unit);
      const height = (greatest - least) / unit;
      const falling = rising.map((own) => height - own);
      const find = (steps: readonly number[]): number =>
        digits.findIndex((own) => own.steps.every((step, index) => step === steps[index]));
      const mirrored = find(falling);
      if (find(rising) === -1 && mirrored !== -1) {
        return { constant: start + layers * greatest, unit: -unit, digit: mirrored };
      }
      const constant = start + layers * least;
      const highest = Math.floor((most - constant) / unit);
      const known = find(rising);
      if (known !== -1) {
        const own = digits[known];
        if (own !== undefined) own.most = Math.min(own.most, highest);
        return { constant, unit, digit: known };
      }
      digits.push({ steps: rising, radix: layers * height + 1, most: highest });
      return { constant, unit, digit: digits.length - 1 };
    });
    let stride = 1;
    this.#digits = digits.map((own) => {
      const digit = { ...own, stride };
      stride *= own.radix;
      return digit;
    });
    this.isExact = Number.isSafeInteger(stride);
    this.keys = Array.from({ length: options }, (_, option) =>
      this.#digits.reduce((key, own) => key + own.stride * (own.steps[option] ?? 0), 0),
    );
  }

  /** Whether some layers may have this key: no sum is beyond what is of use. */
  readonly admits = (key: number): boolean =>
    this.#digits.every(({ stride, radix, most }) => Math.floor(key / stride) % radix <= most);

  /** The sums over all layers, in the order in which they were given. */
  sumsOf(key: number): number[] {
    return this.#readings.map(({ constant, unit, digit }) => {
      const own = digit === null ? undefined : this.#digits[digit];
      if (own === undefined) return constant;
      return constant + unit * (Math.floor(key / own.stride) % own.radix);
    });
  }
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
