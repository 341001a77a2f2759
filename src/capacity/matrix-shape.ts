/** The two dimensions of a weight matrix: outputs by inputs. */
export interface MatrixShape {
  readonly rows: number;
  readonly cols: number;
}
