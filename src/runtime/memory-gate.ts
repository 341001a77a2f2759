/**
 * Lets work in as long as the memory that all of it takes stays under a limit. Who comes first is
 * let in first, so that what is large is not kept waiting by what is small.
 */
export class MemoryGate {
  /** Bytes that the work inside may take together. */
  readonly limit: number;
  readonly #waiting: { readonly bytes: number; readonly enter: () => void }[] = [];
  #taken = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /**
   * Waits until the memory is free.
   *
   * @returns what leaves again
   * @throws RangeError where there never will be: see {@link limit}
   */
  async enter(bytes: number): Promise<() => void> {
    if (bytes > this.limit) throw new RangeError(`${bytes} bytes never fit into ${this.limit}`);
    await new Promise<void>((resolve) => {
      this.#waiting.push({ bytes, enter: resolve });
      this.#letIn();
    });
    return () => {
      this.#taken -= bytes;
      this.#letIn();
    };
  }

  #letIn(): void {
    for (;;) {
      const [first] = this.#waiting;
      if (first === undefined || this.#taken + first.bytes > this.limit) return;
      this.#waiting.shift();
      this.#taken += first.bytes;
      first.enter();
    }
  }
}
