import { FIGURES } from './figures.js';
import { published } from './measure-figures.js';
import { commandOf, lpzeroColumns, NETWORK_SETS, publishedColumns, sample } from './networks.js';
import { FLEXIBERT, GPT2, HW_GPT, leaderboard } from './tables.js';
import { labelFree, optimized, sampling, TUNED } from './tuning.js';
import { betterThanZerolm, summary } from './zerolm-beside-others.js';

/**
 * @typedef {object} Block what a script writes into a document
 * @property {boolean} slow whether it takes more than some seconds
 * @property {boolean} [nearly] whether it is of networks, whose numbers differ between processors
 * @property {boolean} [untested] whether it takes more than a test may
 * @property {() => Promise<string>} make
 */

/** The same sets with the ZeroLM score as the baseline. */
const COMPARED_WITH_ZEROLM = TUNED.map(({ name, command }) => ({
  name,
  command: `${command} --baseline zerolm`,
}));

/** Every block by the name that its marker has. @type {Readonly<Record<string, Block>>} */
export const BLOCKS = {
  'flexibert-declared': {
    slow: false,
    make: () => leaderboard(`${FLEXIBERT} --proxy closed-form,weights`),
  },
  'flexibert-released': {
    slow: false,
    make: () => leaderboard(`${FLEXIBERT} --build released --proxy closed-form,weights`),
  },
  'flexibert-trained': {
    slow: false,
    make: () => leaderboard(`${FLEXIBERT} --build trained --proxy closed-form,weights`),
  },
  'flexibert-nsc-paper': {
    slow: false,
    make: () => leaderboard(`${FLEXIBERT} --proxy nsc --nsc-shapes paper`),
  },
  gpt2: { slow: false, make: () => leaderboard(GPT2) },
  'gpt2-log-determinant': {
    slow: true,
    make: () => leaderboard(`${GPT2} --proxy log-determinant`),
  },
  'hw-gpt-declared': {
    slow: true,
    make: () => leaderboard(`${HW_GPT} --build declared --proxy closed-form,weights`),
  },
  'hw-gpt-trained': {
    slow: true,
    make: () => leaderboard(`${HW_GPT} --build trained --proxy closed-form,weights`),
  },
  'published-flexibert': { slow: false, make: () => published(FIGURES.flexibert) },
  'published-gpt2': { slow: false, make: () => published(FIGURES.gpt2) },
  'published-hw-gpt': { slow: true, make: () => published(FIGURES['hw-gpt']) },
  summary: { slow: true, make: () => summary(COMPARED_WITH_ZEROLM) },
  better: { slow: true, make: () => betterThanZerolm(COMPARED_WITH_ZEROLM) },
  'network-released': {
    slow: true,
    nearly: true,
    make: () => leaderboard(commandOf(NETWORK_SETS.released)),
  },
  'network-published': { slow: true, nearly: true, make: publishedColumns },
  'network-sample': { slow: true, nearly: true, make: sample },
  ...untested({
    'network-declared': () => leaderboard(commandOf(NETWORK_SETS.declared)),
    'network-trained': () => leaderboard(commandOf(NETWORK_SETS.trained)),
    'network-gpt2': () => leaderboard(commandOf(NETWORK_SETS.gpt2)),
    'network-lpzero': lpzeroColumns,
    'network-better': () =>
      betterThanZerolm(
        Object.values(NETWORK_SETS).map((set) => ({
          name: set.name,
          command: `${commandOf(set)} --baseline zerolm`,
        })),
      ),
  }),
  sampling: { slow: true, make: sampling },
  'label-free': { slow: true, make: labelFree },
  optimize: { slow: true, make: optimized },
};

/**
 * Blocks that take too long for a test, which measures some of their models again.
 *
 * @param {Readonly<Record<string, () => Promise<string>>>} blocks
 * @returns {Record<string, Block>}
 */
function untested(blocks) {
  return Object.fromEntries(
    Object.entries(blocks).map(([name, make]) => [
      name,
      { slow: true, nearly: true, untested: true, make },
    ]),
  );
}
