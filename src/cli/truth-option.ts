import type { Candidate } from '../formats/candidate-format.ts';
import { embeddedTruth, readTruth, type Truth } from '../formats/truth.ts';
import { printWarnings } from './terminal.ts';
import { Refusal } from './refusal.ts';

/** The options that say where the truth is. */
export interface TruthOptions {
  /** False after `--no-truth`, absent where neither is given; commander's default is true. */
  readonly truth?: string | boolean;
  readonly truthColumn?: string;
}

/** Ids that a warning names; the rest are counted. */
const MAX_NAMED = 5;

/** The truth that was asked for, or that the records carry; null where there is none. */
export async function readTruthOption(
  candidates: readonly Candidate[],
  { truth, truthColumn }: TruthOptions,
): Promise<Truth | null> {
  if (truth === false) return null;
  return typeof truth === 'string'
    ? readTruthFile(truth, candidates, truthColumn)
    : readEmbedded(candidates, truthColumn);
}

/** A truth that nobody asked for is no reason to refuse a ranking: what is wrong is a warning. */
function readEmbedded(candidates: readonly Candidate[], column: string | undefined): Truth | null {
  if (candidates.every(({ scores }) => Object.keys(scores).length === 0)) {
    if (column === undefined) return null;
    throw Refusal.of('--truth-column: no record carries a quality; name a file with --truth');
  }
  const embedded = embeddedTruth(candidates, column);
  if (embedded.ok) return embedded.value;
  if (column !== undefined) throw new Refusal(embedded.reason);
  printWarnings(embedded.reason);
  return null;
}

async function readTruthFile(
  file: string,
  candidates: readonly Candidate[],
  column: string | undefined,
): Promise<Truth> {
  const read = await readTruth(file, column);
  if (!read.ok) throw new Refusal(read.reason);
  const truth = read.value;
  const ids = new Set(candidates.map(({ id }) => id));
  const unknown = [...truth.values.keys()].filter((id) => !ids.has(id));
  const [mine = ''] = ids;
  const [theirs = ''] = unknown;
  if (unknown.length === truth.values.size) {
    const message = `no id of a candidate: candidates are called "${mine}" and the like, the truth is of "${theirs}" and the like`;
    throw new Refusal([{ source: file, path: '', message }]);
  }
  if (unknown.length > 0) {
    const named = `${unknown.slice(0, MAX_NAMED).join(', ')}${unknown.length > MAX_NAMED ? ', ...' : ''}`;
    const message = `ignored ${unknown.length} of ${truth.values.size} ids that are no candidate: ${named}`;
    printWarnings([{ source: file, path: '', message }]);
  }
  return truth;
}
