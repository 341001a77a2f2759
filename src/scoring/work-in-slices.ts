import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work after which the event loop gets its turn, for a progress bar or Ctrl-C. */
const TURN = 50;

/** Works through items one by one, leaving the event loop its turn every now and then. */
export async function workInSlices<Item>(
  items: Iterable<Item>,
  work: (item: Item) => void,
): Promise<void> {
  let turnEnds = performance.now() + TURN;
  for (const item of items) {
    work(item);
    if (performance.now() > turnEnds) {
      await setImmediate();
      turnEnds = performance.now() + TURN;
    }
  }
}
