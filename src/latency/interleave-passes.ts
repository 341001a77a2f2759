/** Passes of one model that are timed one after another, before it is another's turn. */
const TURN = 5;

/** A turn of a model: its passes in a row. */
export interface PassGroup {
  /** Number of the model, from 0. */
  readonly model: number;
  /** The first passes, which are not timed. */
  readonly untimed: number;
  readonly timed: number;
}

/**
 * The order in which passes are run: turn by turn through all models, so that a machine that slows
 * down or has other work slows all alike, not the last alone. Every other round goes backwards, so
 * that a steady drift cancels out. A turn begins with a pass that is not timed, after which caches
 * hold what is this model's.
 *
 * @param models at least 1
 * @param warmUp passes of each that come before everything else
 * @param repeats timed passes of each, at least 1
 */
export function* interleavePasses(
  models: number,
  warmUp: number,
  repeats: number,
): Generator<PassGroup> {
  for (let model = 0; model < models; model++) yield { model, untimed: warmUp, timed: 0 };
  for (let done = 0, round = 0; done < repeats; done += TURN, round++) {
    const timed = Math.min(TURN, repeats - done);
    for (let place = 0; place < models; place++) {
      const model = round % 2 === 0 ? place : models - 1 - place;
      yield { model, untimed: 1, timed };
    }
  }
}

/** How many passes all turns have. */
export function countPasses(models: number, warmUp: number, repeats: number): number {
  return models * (warmUp + repeats + Math.ceil(repeats / TURN));
}
