/** The figures that zerolm is meant to meet, and why those that it does not meet are off. */
import { candidatesOf, comparisonOf, DATA_SETS } from './data-sets.js';

const FLEXIBERT = candidatesOf(DATA_SETS['flexibert-declared']);
const GPT2 = candidatesOf(DATA_SETS.gpt2);
const HW_GPT = DATA_SETS['hw-gpt-declared'].input;

/**
 * @typedef {object} Figure a figure to be met
 * @property {string} what
 * @property {string} from who gives it
 * @property {readonly string[]} commands of `evaluate`; several for several seeds
 * @property {string} proxy
 * @property {'correlations' | 'matched'} [of]
 * @property {readonly (readonly [number, number])[]} range tau-b and rho, the lowest and highest
 * @property {number} [pairs]
 * @property {string} [why] why it is not met
 */

/** @type {(value: number) => readonly [number, number]} */
const exactly = (value) => [value, value];

const REFERENCE = 'reference';
const NSC_PAPER = 'Zhu, Zhao and Lu, arXiv 2609.23087';
const ZEROLM_PAPER = 'Chen et al., arXiv 2503.18646';

/** @type {(command: string) => string[]} */
const threeSeeds = (command) =>
  [0, 1, 2].map((seed) => `${command} --mode sampled --seed ${seed} --proxy zerolm`);

/** @type {Readonly<Record<'flexibert' | 'gpt2' | 'hw-gpt', readonly Figure[]>>} */
export const FIGURES = {
  flexibert: [
    {
      what: 'ZeroLM score, as its paper reports it',
      from: ZEROLM_PAPER,
      commands: [`${FLEXIBERT} --build released --alpha 0.4 --proxy zerolm,params`],
      proxy: 'zerolm',
      range: [exactly(0.53), exactly(0.76)],
      why: 'Which build, alpha and weights give the two digits of the paper could not be established; the released build at alpha 0.4 comes near. A higher figure than the published one does not meet it.',
    },
    {
      what: 'parameters, released build',
      from: 'Serianni and Kalita 2023, from the columns of `BERT_results_activation.csv`',
      commands: [`${FLEXIBERT} --build released --alpha 0.4 --proxy zerolm,params`],
      proxy: 'params',
      range: [exactly(0.454), exactly(0.652)],
    },
    {
      what: 'alpha 0.4, released build',
      from: REFERENCE,
      commands: [`${FLEXIBERT} --build released --alpha 0.4 --proxy zerolm,params`],
      proxy: 'zerolm',
      range: [exactly(0.5445), exactly(0.7735)],
    },
    {
      what: 'alpha 0.4, released build, weights of three seeds',
      from: REFERENCE,
      commands: threeSeeds(`${FLEXIBERT} --build released --alpha 0.4`),
      proxy: 'zerolm',
      range: [
        [0.54, 0.542],
        [0.773, 0.774],
      ],
      why: 'Chance: over 20 seeds zerolm has 0.541 / 0.774 on average, with standard deviations of 0.002 and 0.001 (a slow test holds this), and three seeds of another generator fall elsewhere.',
    },
    {
      what: 'parameters',
      from: REFERENCE,
      commands: [comparisonOf(DATA_SETS['flexibert-declared'])],
      proxy: 'params',
      range: [exactly(0.484), exactly(0.676)],
    },
    {
      what: 'alpha 0.5',
      from: REFERENCE,
      commands: [`${FLEXIBERT} --alpha 0.5 --proxy zerolm`],
      proxy: 'zerolm',
      range: [exactly(0.611), exactly(0.821)],
    },
    {
      what: 'alpha 0.7',
      from: REFERENCE,
      commands: [comparisonOf(DATA_SETS['flexibert-declared'])],
      proxy: 'zerolm',
      range: [exactly(0.642), exactly(0.841)],
    },
    {
      what: 'alpha 0.7, weights of three seeds',
      from: REFERENCE,
      commands: threeSeeds(`${FLEXIBERT} --alpha 0.7`),
      proxy: 'zerolm',
      range: [
        [0.64, 0.641],
        [0.841, 0.842],
      ],
    },
    {
      what: 'number of layers, then hidden size',
      from: REFERENCE,
      commands: [comparisonOf(DATA_SETS['flexibert-declared'])],
      proxy: 'depth-width',
      range: [exactly(0.801), exactly(0.925)],
    },
    {
      what: 'parameters of the blocks, trained build',
      from: REFERENCE,
      commands: [comparisonOf(DATA_SETS['flexibert-trained'])],
      proxy: 'params-no-embedding',
      range: [exactly(0.572), exactly(0.765)],
    },
    {
      what: 'alpha 0.5, trained build',
      from: REFERENCE,
      commands: [`${FLEXIBERT} --build trained --alpha 0.5 --proxy zerolm`],
      proxy: 'zerolm',
      range: [exactly(0.72), exactly(0.89)],
    },
    {
      what: 'alpha 0.9, trained build',
      from: REFERENCE,
      commands: [`${FLEXIBERT} --build trained --alpha 0.9 --proxy zerolm`],
      proxy: 'zerolm',
      range: [exactly(0.734), exactly(0.899)],
    },
    {
      what: 'Neural Spectral Capacity, true shapes',
      from: REFERENCE,
      commands: [comparisonOf(DATA_SETS['flexibert-declared'])],
      proxy: 'nsc',
      range: [exactly(0.635), exactly(0.835)],
    },
    {
      what: "Neural Spectral Capacity, its authors' shapes",
      from: NSC_PAPER,
      commands: [`${FLEXIBERT} --proxy nsc --nsc-shapes paper`],
      proxy: 'nsc',
      range: [exactly(0.695), exactly(0.884)],
    },
    {
      what: 'the same, pairs within 10 % of size',
      from: `${NSC_PAPER}, where scores are not rounded`,
      commands: [`${FLEXIBERT} --proxy nsc --nsc-shapes paper`],
      proxy: 'nsc',
      of: 'matched',
      range: [exactly(0.505)],
    },
    {
      what: 'the same, scores rounded to 12 digits',
      from: REFERENCE,
      commands: [`${FLEXIBERT} --proxy nsc --nsc-shapes paper`],
      proxy: 'nsc',
      of: 'matched',
      range: [exactly(0.506)],
      pairs: 26_380,
    },
    {
      what: 'number of weight entries, pairs within 10 % of size',
      from: REFERENCE,
      commands: [
        `${FLEXIBERT} --proxy zerolm --capacity params --balance attention=1,feedForward=1,embedding=1`,
      ],
      proxy: 'zerolm',
      of: 'matched',
      range: [exactly(0.082)],
      pairs: 26_508,
    },
  ],
  gpt2: [
    {
      what: 'parameters without embeddings',
      from: REFERENCE,
      commands: [comparisonOf(DATA_SETS.gpt2)],
      proxy: 'params-no-embedding',
      range: [exactly(0.847), exactly(0.967)],
    },
    {
      what: 'attention parameters',
      from: REFERENCE,
      commands: [comparisonOf(DATA_SETS.gpt2)],
      proxy: 'attention-params',
      range: [exactly(0.883), exactly(0.976)],
    },
    {
      what: 'alpha 1.0',
      from: REFERENCE,
      commands: [comparisonOf(DATA_SETS.gpt2)],
      proxy: 'zerolm',
      range: [exactly(0.838), exactly(0.957)],
    },
    {
      what: 'alpha 1.05',
      from: REFERENCE,
      commands: [`${GPT2} --alpha 1.05 --proxy zerolm`],
      proxy: 'zerolm',
      range: [exactly(0.863), exactly(0.975)],
    },
    {
      what: 'Neural Spectral Capacity, standard deviation 0.02',
      from: REFERENCE,
      commands: [comparisonOf(DATA_SETS.gpt2)],
      proxy: 'nsc',
      range: [exactly(0.849), exactly(0.968)],
    },
  ],
  'hw-gpt': [
    {
      what: 'alpha 0.6',
      from: REFERENCE,
      commands: [`${HW_GPT} --build declared --alpha 0.6 --proxy zerolm`],
      proxy: 'zerolm',
      range: [exactly(0.882), exactly(0.981)],
    },
    {
      what: 'parameters without embeddings',
      from: REFERENCE,
      commands: [comparisonOf(DATA_SETS['hw-gpt-declared'])],
      proxy: 'params-no-embedding',
      range: [exactly(0.881), exactly(0.98)],
    },
    {
      what: 'alpha 0.6, trained build',
      from: REFERENCE,
      commands: [`${HW_GPT} --build trained --alpha 0.6 --proxy zerolm`],
      proxy: 'zerolm',
      range: [exactly(0.898), exactly(0.984)],
      why: 'The reference measures the one matrix that stores query, key and value. zerolm measures the three matrices in it, because a capacity belongs to the function and not to its storage. The two differ only where all heads together are narrower than the hidden size, as in part of this build.',
    },
  ],
};
