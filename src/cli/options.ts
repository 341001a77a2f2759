import { InvalidArgumentError, Option, type Command } from 'commander';
import { EXPERT_COUNTS, type ExpertCount } from '../architecture/architecture.ts';
import { CAPACITY_VARIABLES } from '../capacity/formula-statistic.ts';
import { CONVERSION_TARGETS } from '../converting/conversion-targets.ts';
import { DEFAULT_BEST_OF } from '../evaluation/pick-regret.ts';
import { STATISTICS } from '../capacity/statistics.ts';
import { REPEATED_IDS } from '../truth/truth-runs.ts';
import { BUILDS, LTS_FAMILIES, type LtsFamily } from '../formats/candidate-format.ts';
import { INITIALIZATION_SCHEMES } from '../initialization/initialization-scheme.ts';
import { DEFAULT_LATENCY_SETTINGS } from '../latency/latency-settings.ts';
import { MAX_SEED } from '../initialization/weight-stream.ts';
import { DEFAULT_NETWORK_SETTINGS, NETWORK_LOSSES } from '../proxy-parts/network-settings.ts';
import { DEFAULT_SEQUENCE_LENGTH } from '../proxy-parts/proxy.ts';
import { OUTPUT_FORMATS } from '../report/render.ts';
import { DEFAULT_ALPHAS, type Capacities } from '../scoring/balance.ts';
import { MODES } from '../scoring/score-settings.ts';
import { SUB_MODULES } from '../architecture/weight.ts';
import { COST_NAMES } from '../costs/registry.ts';
import { nearestName } from '../nearest-name.ts';
import { TUNING_CORRELATIONS, TUNING_DRAWS, TUNING_STRATEGIES } from '../tuning/tuning-options.ts';
import { SORT_KEYS } from '../workflows/list-ranking.ts';
import { printWarnings } from './terminal.ts';

/** Most seeds, and most bootstrap resamples: beyond them a run is a mistake. */
const MAX_REPEATS = 1_000_000;

/** Longest sequence: contexts of ten million tokens have been announced. */
const MAX_SEQUENCE_LENGTH = 2 ** 24;

/** Most candidates of a sample: it keeps up to 48 bytes of each. */
const MAX_DRAWN = 100_000_000;

/** Largest batch: what matters is the memory that it takes, which is estimated. */
const MAX_BATCH = 2 ** 16;

/** Most threads: more than any machine has cores. */
const MAX_JOBS = 1024;

const capacityNames = STATISTICS.map(({ name }) => name);

/**
 * Every option of every command, so that one name means one thing. A function each, since a
 * commander option belongs to one command.
 */
export const OPTIONS = {
  format: () =>
    new Option('--format <format>', 'form of the output').choices(OUTPUT_FORMATS).default('table'),
  build: () =>
    new Option('--build <build>', 'how a record of FlexiBERT or HW-GPT-Bench is built')
      .choices(BUILDS)
      .default('declared'),
  family: () =>
    new Option(
      '--family <family>',
      'family of LiteTransformerSearch configs that do not tell it',
    ).choices(LTS_FAMILIES),
  experts: () =>
    new Option('--experts <which>', 'experts of a mixture that count for capacity')
      .choices(EXPERT_COUNTS)
      .default('all'),
  id: () => new Option('--id <id>', 'which candidate, where the file holds several'),
  initialization: () =>
    new Option('--initialization <scheme>', 'how the weights are drawn')
      .choices(INITIALIZATION_SCHEMES)
      .default('normal'),
  mode: () =>
    new Option(
      '--mode <mode>',
      'capacities in closed form, or measured on seeded weights or those of a checkpoint',
    )
      .choices(MODES)
      .default('expected'),
  seed: () =>
    new Option('--seed <n>', 'seed of all that is drawn: weights, intervals, candidates')
      .argParser(wholeNumber(0, MAX_SEED))
      .default(0),
  seeds: () =>
    new Option('--seeds <k>', 'mean and standard deviation over k seeds, from --seed on')
      .argParser(wholeNumber(1, MAX_REPEATS))
      .default(1),
  capacity: () =>
    new Option(
      '--capacity <statistic>',
      `${capacityNames.join(', ')}, or a formula over ${CAPACITY_VARIABLES.join(', ')}`,
    ).default('zerolm'),
  alpha: () =>
    new Option(
      '--alpha <a>',
      `score = a * attention + (1 - a) * feedForward (default: ${Object.entries(DEFAULT_ALPHAS)
        .map(([family, { alpha }]) => `${alpha} for ${family}s`)
        .join(', ')})`,
    )
      .argParser(finiteNumber)
      .conflicts(['balance', 'formula']),
  balance: () =>
    new Option(
      '--balance <coefficients>',
      'a coefficient for each sub-module, as attention=0.7,feedForward=0.3,embedding=0.1',
    )
      .argParser(parseBalance)
      .conflicts(['alpha', 'formula']),
  formula: () =>
    new Option('--formula <formula>', 'score by a formula over attention, feedForward, embedding'),
  sequenceLength: () =>
    new Option('--sequence-length <n>', 'tokens of a text, for flops and for networks that are run')
      .argParser(wholeNumber(1, MAX_SEQUENCE_LENGTH))
      .default(DEFAULT_SEQUENCE_LENGTH),
  cost: () =>
    new Option('--cost <cost>', 'weigh scores against a cost, and mark the Pareto front').choices(
      COST_NAMES,
    ),
  threads: () =>
    new Option('--threads <n>', 'threads of onnxruntime that work on a pass')
      .argParser(wholeNumber(1, MAX_JOBS))
      .default(DEFAULT_LATENCY_SETTINGS.threads),
  warmUp: () =>
    new Option('--warm-up <n>', 'passes of each model before the first that is timed')
      .argParser(wholeNumber(0, MAX_REPEATS))
      .default(DEFAULT_LATENCY_SETTINGS.warmUp),
  repeats: () =>
    new Option('--repeats <n>', 'timed passes of each model')
      .argParser(wholeNumber(1, MAX_REPEATS))
      .default(DEFAULT_LATENCY_SETTINGS.repeats),
  batch: () =>
    new Option('--batch <n>', 'sequences of a forward pass')
      .argParser(wholeNumber(1, MAX_BATCH))
      .default(1),
  passLength: () =>
    new Option('--sequence-length <n>', 'tokens of each sequence of a forward pass')
      .argParser(wholeNumber(1, MAX_SEQUENCE_LENGTH))
      .default(DEFAULT_SEQUENCE_LENGTH),
  batchOption: () =>
    new Option('--batch <n>', 'texts that a network is run on')
      .argParser(wholeNumber(1, MAX_BATCH))
      .default(DEFAULT_NETWORK_SETTINGS.batch),
  loss: () =>
    new Option('--loss <loss>', 'what gradients are of: the next token, or the sum of all outputs')
      .choices(NETWORK_LOSSES)
      .default(DEFAULT_NETWORK_SETTINGS.loss),
  tokens: () =>
    new Option(
      '--tokens <file>',
      'token ids of the texts: JSON lists, or a text a line (default: drawn by --seed)',
    ),
  memoryLimit: () =>
    new Option('--memory-limit <bytes>', 'what running networks may take, as 4G or 500M')
      .argParser(parseBytes)
      .default(DEFAULT_NETWORK_SETTINGS.memoryLimit, '2G'),
  resume: () =>
    new Option(
      '--resume <file>',
      'keep scores there as they are finished, and compute none that is there (NDJSON)',
    ),
  proxy: () =>
    new Option(
      '--proxy <names>',
      'proxies by name, with commas, or closed-form, weights, network, all (default: closed-form)',
    ),
  within: () =>
    new Option(
      '--within <field>',
      'tau inside groups too: depth, or any field of the architecture',
    ),
  budget: () =>
    new Option('--budget <sizes>', 'regret under these numbers of parameters, as 10M,20M')
      .argParser(parseBudgets)
      .default([], 'none'),
  bestOf: () =>
    new Option('--best-of <k>', 'regret of the best of the k highest scores')
      .argParser(wholeNumber(1, MAX_REPEATS))
      .default(DEFAULT_BEST_OF),
  jobs: () =>
    new Option(
      '--jobs <n>',
      'threads that measure weights and run networks (default: one for each core)',
    ).argParser(wholeNumber(1, MAX_JOBS)),
  noCache: () =>
    new Option('--no-cache', 'draw every matrix of every candidate anew; it changes no score'),
  cacheDir: () =>
    new Option('--cache-dir <directory>', 'keep measurements of weights there between runs'),
  skipInvalid: () => new Option('--skip-invalid', 'go on without the candidates that are wrong'),
  top: () => new Option('--top <n>', 'list the best n only').argParser(wholeNumber(1, MAX_SEED)),
  sort: () =>
    new Option('--sort <key>', 'order of the list: id and cost upwards, all others downwards')
      .choices(SORT_KEYS)
      .default('score'),
  truth: () =>
    new Option('--truth <file>', 'measured quality by id: CSV with a header, JSON or YAML'),
  noScores: () =>
    new Option('--no-scores', 'leave out the qualities that the records carry').conflicts('truth'),
  truthColumn: () =>
    new Option(
      '--truth-column <name>',
      'which quality, where there are several; names with commas are runs of one',
    ),
  repeated: () =>
    new Option('--repeated <how>', 'ids that the truth file has several times: the mean of runs')
      .choices(REPEATED_IDS)
      .default('refuse'),
  lowerIsBetter: () =>
    new Option('--lower-is-better', 'the truth is an error; perplexity and loss are so by name'),
  higherIsBetter: () =>
    new Option('--higher-is-better', 'the truth is no error, whatever its name').conflicts(
      'lowerIsBetter',
    ),
  resamples: () =>
    new Option('--resamples <n>', 'bootstrap resamples behind the intervals')
      .argParser(wholeNumber(100, MAX_REPEATS))
      .default(1000),
  report: () => new Option('--report <file>', 'write figures and tables as one HTML file as well'),
  plot: () => new Option('--plot', 'draw score against truth as text under the table'),
  settings: () =>
    new Option('--settings <file>', 'take settings that zerolm tune has written; options go first'),
  strategy: () =>
    new Option('--strategy <strategy>', 'how the balance is chosen')
      .choices(TUNING_STRATEGIES)
      .default('sampling'),
  correlation: () =>
    new Option('--correlation <name>', 'what is made as large as possible')
      .choices(TUNING_CORRELATIONS)
      .default('kendall'),
  samples: () =>
    new Option('--samples <n>', 'candidates whose quality sampling looks at, drawn by --seed')
      .argParser(wholeNumber(2, MAX_REPEATS))
      .default(20),
  draw: () =>
    new Option('--draw <how>', 'drawn to spread over the capacities, or each as likely as any')
      .choices(TUNING_DRAWS)
      .default('spread'),
  twoIds: () =>
    new Option('--id <id>', 'which candidate of each file, or which two of one: give it twice')
      .argParser((id: string, others: readonly string[]) => [...others, id])
      .default([], 'none'),
  choices: () =>
    new Option('--choices <file>', 'what may be changed: JSON lists of values by field'),
  out: () => new Option('--out <file>', 'write the settings there, for --settings'),
  drawn: () =>
    new Option('--n <n>', 'how many candidates to draw')
      .argParser(wholeNumber(1, MAX_DRAWN))
      .default(10),
  constraint: () =>
    new Option(
      '--constraint <formula>',
      'as "params <= 15M", besides those of the file; repeatable',
    )
      .argParser((text: string, others: readonly string[]) => [...others, text])
      .default([], 'none'),
  from: () =>
    new Option('--from <i>', 'number of the first candidate, from 0')
      .argParser(wholeNumberOfAnySize)
      .default(0n, '0'),
  count: () =>
    new Option('--count <n>', 'how many candidates, from --from on (default: all)').argParser(
      wholeNumberOfAnySize,
    ),
  to: () =>
    new Option('--to <form>', 'form of the output')
      .choices(CONVERSION_TARGETS)
      .makeOptionMandatory(),
  outCheckpoint: () =>
    new Option(
      '--out <file>',
      'write the checkpoint there: model.safetensors',
    ).makeOptionMandatory(),
  outModel: () =>
    new Option('--out <file>', 'write the model there: model.onnx').makeOptionMandatory(),
  externalData: () =>
    new Option('--external-data', 'put the weights beside the model, as model.onnx.data'),
};

/** Warns of options that were given, by their names in the code, and that change nothing. */
export function warnOfIgnored(command: Command, names: readonly string[], reason: string): void {
  const given = command.options.filter(
    (option) =>
      names.includes(option.attributeName()) &&
      command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  printWarnings(
    given.map(({ long }) => ({ source: long ?? '', path: '', message: `ignored: ${reason}` })),
  );
}

/** The options that every command with a score takes. */
export const SCORE_OPTIONS = [
  OPTIONS.settings,
  OPTIONS.alpha,
  OPTIONS.balance,
  OPTIONS.formula,
  OPTIONS.capacity,
  OPTIONS.mode,
  OPTIONS.seed,
  OPTIONS.seeds,
  OPTIONS.initialization,
  OPTIONS.jobs,
  OPTIONS.noCache,
  OPTIONS.cacheDir,
  OPTIONS.build,
  OPTIONS.family,
  OPTIONS.experts,
  OPTIONS.format,
];

/** The family and the experts that were asked for, as the settings of a document carry them. */
export function familyOf({
  family,
  experts,
}: {
  readonly family?: LtsFamily;
  readonly experts?: ExpertCount;
}): { family?: LtsFamily; experts?: ExpertCount } {
  return {
    ...(family !== undefined && { family }),
    ...(experts === 'routed' && { experts }),
  };
}

/** A whole number of as many digits as a space may have candidates. */
function wholeNumberOfAnySize(text: string): bigint {
  if (!/^\d{1,10000}$/.test(text))
    throw new InvalidArgumentError('expected a whole number from 0.');
  return BigInt(text);
}

function parseBalance(text: string): Capacities {
  const coefficients = { attention: 0, feedForward: 0, embedding: 0 };
  const seen = new Set<string>();
  for (const part of text.split(',')) {
    const [name = '', value, ...rest] = part.split('=').map((side) => side.trim());
    const subModule = SUB_MODULES.find((known) => known === name);
    if (subModule === undefined || value === undefined || rest.length > 0) {
      const nearest = nearestName(name, SUB_MODULES);
      throw new InvalidArgumentError(
        `"${part}": expected ${SUB_MODULES.map((known) => `${known}=number`).join(', ')}${
          nearest === undefined || nearest === name ? '' : `; did you mean ${nearest}?`
        }`,
      );
    }
    if (seen.has(subModule)) throw new InvalidArgumentError(`${subModule} stands there twice.`);
    seen.add(subModule);
    coefficients[subModule] = finiteNumber(value);
  }
  return coefficients;
}

/** What stands behind a number of bytes. */
const BYTE_UNITS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

function parseBytes(text: string): number {
  const [, digits = '', unit = ''] = /^\s*(\d+\.?\d*|\.\d+)\s*([kmgt])b?\s*$/i.exec(text) ?? [];
  const bytes = digits === '' ? NaN : Number(digits) * (BYTE_UNITS[unit.toLowerCase()] ?? NaN);
  if (!(Number.isFinite(bytes) && bytes > 0)) {
    throw new InvalidArgumentError(
      'expected a number of bytes above 0 with its unit, as 500M, 4G.',
    );
  }
  return bytes;
}

/** What stands behind a number of parameters. */
const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, b: 1e9 };

function parseBudgets(text: string): number[] {
  const sizes = text.split(',').map((part) => {
    const [, digits = '', unit = ''] = /^\s*(\d+\.?\d*|\.\d+)\s*([kmb]?)\s*$/i.exec(part) ?? [];
    const size = digits === '' ? NaN : Number(digits) * (UNITS[unit.toLowerCase()] ?? NaN);
    if (!(Number.isFinite(size) && size > 0)) {
      throw new InvalidArgumentError(
        `"${part}": expected a number of parameters above 0, as 500k, 10M, 1.5B.`,
      );
    }
    return size;
  });
  return [...new Set(sizes)];
}

const DECIMAL = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

function finiteNumber(text: string): number {
  const value = DECIMAL.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(value)) {
    throw new InvalidArgumentError('expected a finite number.');
  }
  return value;
}

function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (!(value >= minimum && value <= maximum)) {
      throw new InvalidArgumentError(`expected a whole number from ${minimum} to ${maximum}.`);
    }
    return value;
  };
}
