/** How the sums of whole models are judged. */
export interface Judge {
  /** The score, times its scale, of a key whose layers add up to a value. */
  readonly scoreOf: (key: number, value: number) => number;
  /** Whether a model of a key that has this value is within all limits. */
  readonly admits: (key: number, value: number) => boolean;
}
