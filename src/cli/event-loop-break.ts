import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work between two turns: Ctrl-C is answered at once for whoever pressed it. */
const TURN = 50;

/** Leaves the event loop its turn where the last one is long ago: signals are handled in it. */
export class EventLoopBreak {
  #last = performance.now();

  /** Whether it is time for {@link take}. */
  get due(): boolean {
    return performance.now() - this.#last >= TURN;
  }

  async take(): Promise<void> {
    await setImmediate();
    this.#last = performance.now();
  }
}
