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

/**
 * Long work in steps of a few milliseconds: it yields wherever a break may be, and returns its
 * result. Whether breaks are taken there changes nothing in the result.
 */
export type Steps<Value> = Generator<void, Value, void>;

/** The result of work that is done without a break. */
export function atOnce<Value>(steps: Steps<Value>): Value {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/**
 * The result of work that is done with breaks for the event loop.
 *
 * @param afterBreak called after each break; ends the work by what it throws
 */
export async function inSlices<Value>(
  steps: Steps<Value>,
  afterBreak: () => void = () => undefined,
): Promise<Value> {
  const pause = new EventLoopBreak();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (!pause.due) continue;
    await pause.take();
    afterBreak();
  }
}

/** Works through items one by one. */
function* forEachInSteps<Item>(items: Iterable<Item>, work: (item: Item) => void): Steps<void> {
  for (const item of items) {
    work(item);
    yield;
  }
}

/** What a function makes of each item, one by one. */
export function* mapInSteps<Item, Made>(
  items: Iterable<Item>,
  make: (item: Item) => Made,
): Steps<Made[]> {
  const made: Made[] = [];
  yield* forEachInSteps(items, (item) => made.push(make(item)));
  return made;
}

/** Works through items one by one, with breaks for the event loop. */
export async function workInSlices<Item>(
  items: Iterable<Item>,
  work: (item: Item) => void,
): Promise<void> {
  await inSlices(forEachInSteps(items, work));
}
