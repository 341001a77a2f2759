import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work between two breaks: short enough for progress and Ctrl-C. */
const INTERVAL = 50;

/** Breaks in long work, in which the event loop handles signals, timers and messages. */
export class EventLoopBreak {
  #last = performance.now();

  /** Whether it is time for {@link take}. */
  get due(): boolean {
    return performance.now() - this.#last >= INTERVAL;
  }

  async take(): Promise<void> {
    await setImmediate();
    this.#last = performance.now();
  }
}

/** Works through items one by one, with breaks for the event loop. */
export async function workInSlices<Item>(
  items: Iterable<Item>,
  work: (item: Item) => void,
): Promise<void> {
  const pause = new EventLoopBreak();
  for (const item of items) {
    work(item);
    if (pause.due) await pause.take();
  }
}
