import { philox4x32 } from '../initialization/philox.ts';

/** Keeps these random numbers apart from those that other rooms draw with the same seed. */
const STREAM = 0x626f6f74;

const WORD = 2 ** 32;

/**
 * Draws n of n items with replacement, and counts how often each was drawn. Draw number i of a
 * resample is a function of (seed, resample, i) alone.
 *
 * An item is the upper half of (32-bit word * n). No word is rejected: an item's probability
 * differs from 1 / n by less than 2^-32, thousands of times less than what any feasible number of
 * resamples can show, and so each draw takes exactly one word.
 *
 * @param seed a whole number from 0 to 2^53 - 1
 * @param resample the number of the resample, from 0
 * @param multiplicities receives one count per item; its length is n
 */
export function drawResample(seed: number, resample: number, multiplicities: Uint32Array): void {
  const n = multiplicities.length;
  const seedLow = seed >>> 0;
  const seedHigh = Math.floor(seed / WORD);
  const words = new Uint32Array(4);
  multiplicities.fill(0);
  for (let i = 0; i < n; i++) {
    const lane = i % 4;
    if (lane === 0) philox4x32(i / 4, resample, 0, STREAM, seedLow, seedHigh, words);
    const item = Math.floor((words[lane]! * n) / WORD);
    multiplicities[item] = multiplicities[item]! + 1;
  }
}
