/**
 * Measures what `docs/results.md` and the table of `docs/tuning.md` say. `npm run results` writes
 * it between their markers; tests hold the documents equal to what is measured. Milliseconds are
 * left out, everything else repeats to the digit.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../bench/harness.js';
import { run as runTuneBench } from '../bench/tune.js';
import {
  commandOf,
  lpzeroColumns,
  NETWORK_SETS,
  publishedColumns,
  sample,
} from './network-results.js';
import {
  digits,
  ends,
  entriesOf,
  entryOf,
  evaluated,
  FLEXIBERT,
  GPT2,
  HW_GPT,
  INPUTS,
  leaderboard,
  signed,
  table,
  tuned,
  versus,
} from './results-tables.js';

/** The documents with blocks in them. */
export const DOCUMENTS = ['README.md', 'docs/results.md', 'docs/tuning.md'].map((path) =>
  join(ROOT, path),
);

/** How far a figure may be off and still be met. */
const TOLERANCE = 0.001;

/**
 * @typedef {import('../dist/index.js').TuneDocument} TuneDocument
 *
 * @typedef {object} Block what a script writes into a document
 * @property {boolean} slow whether it takes more than some seconds
 * @property {boolean} [nearly] whether it is of networks, whose numbers differ between processors
 * @property {boolean} [untested] whether it takes more than a test may
 * @property {() => Promise<string>} make
 */

/**
 * The proxies whose tau-b is above that of the ZeroLM score on these models.
 *
 * @param {readonly { name: string, command: string }[]} benchmarks
 */
async function betterThanZerolm(benchmarks) {
  const rows = [];
  for (const { name, command } of benchmarks) {
    const document = await evaluated(command);
    const own = entryOf(document, 'zerolm');
    const better = entriesOf(document).filter(
      ({ versusBaseline }) =>
        versusBaseline !== null && 'verdict' in versusBaseline && versusBaseline.difference > 0,
    );
    const listed = better.map(
      (entry) => `${entry.proxy} ${digits(entry.kendallTauB.value)}, ${versus(entry)}`,
    );
    rows.push([
      name,
      digits(own.kendallTauB.value),
      listed.length === 0 ? 'none' : listed.join('<br>'),
      `\`evaluate ${command}\``,
    ]);
  }
  const header = [
    'models',
    'tau-b of zerolm:',
    'higher, by how much in a paired bootstrap',
    '`zerolm` ...',
  ];
  return table(header, rows);
}

/**
 * The ZeroLM score beside the parameter count and the best proxy that needs shapes alone.
 *
 * @param {readonly { name: string, command: string }[]} benchmarks
 */
async function summary(benchmarks) {
  const rows = [];
  for (const { name, command } of benchmarks) {
    const document = await evaluated(command);
    const [own, params] = [entryOf(document, 'zerolm'), entryOf(document, 'params')];
    const others = entriesOf(document).filter(({ proxy }) => proxy !== 'zerolm');
    const best = others.reduce((a, b) => (b.kendallTauB.value > a.kendallTauB.value ? b : a));
    rows.push([
      name,
      String(document.n),
      `${digits(own.kendallTauB.value)} (${ends(own.kendallTauB.ci95)})`,
      digits(params.kendallTauB.value),
      `${best.proxy} ${digits(best.kendallTauB.value)}`,
      versus(best).replace(/, [a-z ]+$/, ''),
    ]);
  }
  const header = [
    ...['benchmark', 'n:', 'zerolm (95 %)', '`params`:', 'best simple proxy'],
    'minus zerolm (95 %)',
  ];
  return table(header, rows);
}

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
      commands: [`${FLEXIBERT} --build released --alpha 0.4 --proxy zerolm`],
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
      commands: [`${FLEXIBERT} --build released --alpha 0.4 --proxy zerolm`],
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
      commands: [`${FLEXIBERT} --proxy closed-form,weights`],
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
      commands: [`${FLEXIBERT} --proxy closed-form,weights`],
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
      commands: [`${FLEXIBERT} --proxy closed-form,weights`],
      proxy: 'depth-width',
      range: [exactly(0.801), exactly(0.925)],
    },
    {
      what: 'parameters of the blocks, trained build',
      from: REFERENCE,
      commands: [`${FLEXIBERT} --build trained --proxy closed-form,weights`],
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
      commands: [`${FLEXIBERT} --proxy closed-form,weights`],
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
      commands: [GPT2],
      proxy: 'params-no-embedding',
      range: [exactly(0.847), exactly(0.967)],
    },
    {
      what: 'attention parameters',
      from: REFERENCE,
      commands: [GPT2],
      proxy: 'attention-params',
      range: [exactly(0.883), exactly(0.976)],
    },
    {
      what: 'alpha 1.0',
      from: REFERENCE,
      commands: [GPT2],
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
      commands: [GPT2],
      proxy: 'nsc',
      range: [exactly(0.849), exactly(0.968)],
    },
  ],
  'hw-gpt': [
    {
      what: 'alpha 0.6',
      from: REFERENCE,
      commands: [`${HW_GPT} --alpha 0.6 --proxy zerolm`],
      proxy: 'zerolm',
      range: [exactly(0.882), exactly(0.981)],
    },
    {
      what: 'parameters without embeddings',
      from: REFERENCE,
      commands: [`${HW_GPT} --proxy closed-form,weights`],
      proxy: 'params-no-embedding',
      range: [exactly(0.881), exactly(0.98)],
    },
  ],
};

/**
 * What zerolm measures of a figure: each of its numbers by seed.
 *
 * @param {Figure} figure
 */
export async function measure({ commands, proxy, of = 'correlations' }) {
  const measured = [];
  for (const command of commands) {
    const { kendallTauB, spearman, sizeMatched } = entryOf(await evaluated(command), proxy);
    if (of === 'matched') {
      if (!('value' in sizeMatched)) throw new Error(`${proxy}: ${sizeMatched.reason}`);
      measured.push({ values: [sizeMatched.value], pairs: sizeMatched.pairs });
    } else {
      measured.push({ values: [kendallTauB.value, spearman.value], pairs: undefined });
    }
  }
  return measured;
}

/**
 * How far a number is outside of what is given.
 *
 * @param {number} value
 * @param {readonly [number, number]} range
 */
export const offBy = (value, [low, high]) =>
  value < low ? value - low : value > high ? value - high : 0;

/**
 * The lowest and the highest of some numbers, in words.
 *
 * @param {readonly number[]} values
 * @param {(value: number) => string} format
 */
function span(values, format) {
  const [low, high] = [Math.min(...values), Math.max(...values)].map(format);
  return low === high ? String(low) : `${low} to ${high}`;
}

/** @param {readonly Figure[]} figures */
async function published(figures) {
  const rows = [];
  const reasons = [];
  for (const figure of figures) {
    const measured = await measure(figure);
    const columns = figure.range.map((range, column) => {
      const values = measured.map((one) => one.values[column] ?? NaN);
      const off = values.map((value) => offBy(value, range));
      const worst = off.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
      return { given: span(range, (v) => String(v)), ours: span(values, digits), worst };
    });
    const samePairs = measured.every(
      ({ pairs }) => figure.pairs === undefined || pairs === figure.pairs,
    );
    const met = samePairs && columns.every(({ worst }) => Math.abs(worst) <= TOLERANCE + 1e-12);
    if (!met)
      reasons.push(`- **${figure.what}** (${figure.from}). ${figure.why ?? 'Unexplained.'}`);
    const [command = ''] = figure.commands;
    const pairs = figure.pairs === undefined ? '' : ` over ${figure.pairs} pairs`;
    const ourPairs =
      figure.of === 'matched' ? ` over ${String(measured[0]?.pairs ?? '')} pairs` : '';
    rows.push([
      figure.what,
      figure.from,
      `${columns.map(({ given }) => given).join(' / ')}${pairs}`,
      `${columns.map(({ ours }) => ours).join(' / ')}${ourPairs}`,
      columns.map(({ worst }) => signed(worst)).join(' / '),
      met ? 'met' : '**not met**',
      `\`${command}\`${figure.commands.length > 1 ? ' and seeds 1, 2' : ''}`,
    ]);
  }
  const header = ['figure', 'from', 'given', 'measured', 'off by', 'to 0.001', '`zerolm evaluate`'];
  const list = reasons.length === 0 ? [] : ['Not met, and why:', reasons.join('\n')];
  return [table(header, rows), ...list].join('\n\n');
}

/** What `tune` is measured on. */
const TUNED = [
  { name: 'FlexiBERT, declared build', command: FLEXIBERT },
  { name: 'FlexiBERT, released build', command: `${FLEXIBERT} --build released` },
  { name: 'FlexiBERT, trained build', command: `${FLEXIBERT} --build trained` },
  { name: 'gpt2-wt103', command: GPT2 },
  { name: 'HW-GPT-Bench small, declared build', command: HW_GPT },
  { name: 'HW-GPT-Bench small, trained build', command: `${HW_GPT} --build trained` },
];

/** The same sets with the ZeroLM score as the baseline. */
const HELD_AGAINST_ZEROLM = TUNED.map(({ name, command }) => ({
  name,
  command: `${command} --baseline zerolm`,
}));

/**
 * @param {TuneDocument} document
 * @param {'chosen' | 'default'} balance
 * @param {TuneDocument['agreements'][number]['on']} on
 */
function agreementOf({ agreements }, balance, on) {
  const found = agreements.find((row) => row.balance === balance && row.on === on);
  if (found === undefined) throw new Error(`no agreement of ${balance} on ${on}`);
  return found;
}

/** How far the choice without labels falls short of the best of the grid. */
async function labelFree() {
  const rows = [];
  for (const { name, command } of TUNED) {
    const document = await tuned(`${command} --strategy label-free`);
    const chosen = agreementOf(document, 'chosen', 'all').kendallTauB;
    const standard = agreementOf(document, 'default', 'all').kendallTauB;
    const best = document.sensitivity.reduce((a, b) =>
      (b.kendallTauB ?? -Infinity) > (a.kendallTauB ?? -Infinity) ? b : a,
    );
    const most = best.kendallTauB ?? NaN;
    rows.push([
      name,
      digits(document.alpha ?? NaN),
      digits(chosen),
      `${digits(most)} at ${best.alpha}`,
      digits(most - chosen),
      digits(standard),
    ]);
  }
  const header = [
    ...['benchmark', 'alpha:', 'tau-b:', 'best of the grid, by all labels:', 'falls short by:'],
    'family default:',
  ];
  return table(header, rows);
}

/** What three coefficients reach on folds that they were not chosen by. */
async function optimized() {
  const rows = [];
  for (const { name, command } of TUNED) {
    const document = await tuned(`${command} --strategy optimize`);
    const { attention, feedForward, embedding } = document.balance;
    const folds = agreementOf(document, 'chosen', 'folds');
    rows.push([
      name,
      [attention, feedForward, embedding].map((one) => one.toPrecision(3)).join(', '),
      digits(agreementOf(document, 'chosen', 'seen').kendallTauB),
      `${digits(folds.kendallTauB)} +- ${digits(folds.standardDeviation?.kendallTauB ?? NaN)}`,
      digits(agreementOf(document, 'default', 'folds').kendallTauB),
    ]);
  }
  const header = [
    ...['benchmark', 'attention, feed-forward, embedding', 'seen:', 'folds left out:'],
    'default on the same folds:',
  ];
  return table(header, rows);
}

/** Sampling on FlexiBERT over 30 seeds, by the bench. */
async function sampling() {
  const { figures, ratios } = await runTuneBench({ quick: false });
  const of = (/** @type {string} */ name) => {
    const found = [...figures, ...ratios].find((one) => one.name === name);
    if (found === undefined) throw new Error(`the bench has no figure "${name}"`);
    return digits(found.value);
  };
  return table(
    ['draw', 'mean:', 'standard deviation:', 'lowest:', 'highest:'],
    [
      [
        'spread, the default',
        of('sampling, mean held-out'),
        of('sampling, standard deviation over the seeds'),
        of('sampling, lowest'),
        of('sampling, highest'),
      ],
      [
        "random, the paper's",
        of('sampling, drawn at random, mean'),
        of('sampling, drawn at random, standard deviation'),
        of('sampling, drawn at random, lowest'),
        of('sampling, drawn at random, highest'),
      ],
    ],
  );
}

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
    make: () => leaderboard(`${HW_GPT} --proxy closed-form,weights`),
  },
  'hw-gpt-trained': {
    slow: true,
    make: () => leaderboard(`${HW_GPT} --build trained --proxy closed-form,weights`),
  },
  'published-flexibert': { slow: false, make: () => published(FIGURES.flexibert) },
  'published-gpt2': { slow: false, make: () => published(FIGURES.gpt2) },
  'published-hw-gpt': { slow: true, make: () => published(FIGURES['hw-gpt']) },
  summary: { slow: true, make: () => summary(HELD_AGAINST_ZEROLM) },
  better: { slow: true, make: () => betterThanZerolm(HELD_AGAINST_ZEROLM) },
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

const MARKED = /^(<!-- results: ([\w-]+) -->)\n[^]*?^(<!-- \/results -->)$/gm;

/**
 * The blocks that stand in a document, by name.
 *
 * @param {string} path
 * @returns {Map<string, string>}
 */
export function blocksIn(path) {
  const found = new Map();
  for (const [block, begin = '', name = '', end = ''] of readFileSync(path, 'utf8').matchAll(
    MARKED,
  )) {
    found.set(name, block.slice(begin.length, -end.length).trim());
  }
  return found;
}

/** Whether the downloads are on this machine. */
export const hasInputs = () => Object.values(INPUTS).every((path) => existsSync(path));

const [, script = ''] = process.argv;
if (import.meta.url === pathToFileURL(script).href) {
  mkdirSync(join(ROOT, 'docs'), { recursive: true });
  const wanted = process.argv.slice(2);
  for (const path of DOCUMENTS) {
    let text = readFileSync(path, 'utf8');
    for (const name of blocksIn(path).keys()) {
      const block = BLOCKS[name];
      if (block === undefined) throw new Error(`${path}: no block is called ${name}`);
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      process.stderr.write(`${name}\n`);
      const made = await block.make();
      text = text.replace(MARKED, (all, begin, own, end) =>
        own === name ? `${begin}\n\n${made}\n\n${end}` : all,
      );
    }
    writeFileSync(path, text);
  }
}
