/** One tensor and its place, from the header of its file. */
export interface Tensor {
  /** Its name. */
  readonly path: string;
  /** Name of its type, which need not be one that zerolm reads. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** The file that it is in. */
  readonly file: string;
  /** Its first byte, counted from the start of the file. */
  readonly start: number;
  /** How many bytes it has: those of its type times the product of its shape. */
  readonly bytes: number;
}
