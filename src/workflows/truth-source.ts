import { directionOfQuality } from '../evaluation/quality-direction.ts';
import type { TruthDirection } from '../evaluation/truth-direction.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import { findMixedQualities } from '../truth/mixed-qualities.ts';
import { embeddedTruth, readTruth, type Truth } from '../truth/truth.ts';
import type { RepeatedIds } from '../truth/truth-runs.ts';
import type { Warn } from './define-workflow.ts';
import { accepted, Refusal } from './refusal.ts';

/** Where the ground truth is, and which end of it is the good one. */
export interface TruthRequest {
  /** A file; if absent, the qualities that the records carry. */
  readonly truth?: string;
  /** Whether the qualities of the records count; true if absent. */
  readonly scores?: boolean;
  readonly truthColumn?: string;
  /** What becomes of an id that the file has several times; it is refused if absent. */
  readonly repeated?: RepeatedIds;
  /** Another column to read. */
  readonly beside?: string;
  readonly lowerIsBetter?: boolean;
  readonly higherIsBetter?: boolean;
}

/**
 * The direction that a request states, or that the name of the quality implies. Refuses columns that
 * can't be runs of one quality.
 */
export function directionOf(
  { source, columns }: Pick<Truth, 'source' | 'columns'>,
  { lowerIsBetter = false, higherIsBetter = false }: TruthRequest,
): TruthDirection {
  if (lowerIsBetter) return 'lower-is-better';
  if (higherIsBetter) return 'higher-is-better';
  const lower = columns.find((column) => directionOfQuality(column) === 'lower-is-better');
  const higher = columns.find((column) => directionOfQuality(column) === 'higher-is-better');
  if (lower !== undefined && higher !== undefined) {
    const message = `truth of mixed direction: by their names "${lower}" is better the lower it is and "${higher}" the higher; columns named together are runs of one quality: leave one out, or add --lower-is-better or --higher-is-better`;
    throw Refusal.of(message, source);
  }
  return lower === undefined ? 'higher-is-better' : 'lower-is-better';
}

/** Ids that a warning names; the rest are counted. */
const MAX_NAMED = 20;

/** A candidate as far as its truth is concerned. */
type Rated = Pick<Candidate, 'id' | 'source' | 'scores'>;

/** The source of a truth: it receives every candidate and gives the truth at the end. */
export interface TruthSource {
  readonly add: (candidate: Rated) => void;
  /** The truth, null where there is none. Refuses a truth of other candidates. */
  readonly finish: () => Truth | null;
}

/**
 * The source of the truth that a request names; a file is read at once.
 *
 * @param unknownIds what becomes of ids of the file that are no candidate
 */
export async function openTruth(
  request: TruthRequest,
  warn: Warn,
  unknownIds: 'warn' | 'refuse' = 'warn',
): Promise<TruthSource> {
  const { truth, truthColumn, repeated = 'refuse', beside, scores = true } = request;
  if (truth !== undefined) {
    const read = accepted(await readTruth(truth, truthColumn, repeated, beside));
    return openFile(read, warn, unknownIds === 'refuse');
  }
  if (repeated === 'mean') {
    const message = 'ignored: only a file named with --truth has an id several times';
    warn([{ source: '--repeated', path: '', message }]);
  }
  if (scores) return openEmbedded(truthColumn, beside, warn);
  if (truthColumn !== undefined) {
    throw Refusal.of('--truth-column and --no-scores contradict each other: leave one out');
  }
  return { add: () => undefined, finish: () => null };
}

/** A truth that nobody asked for is no reason to refuse a ranking: what is wrong is a warning. */
function openEmbedded(
  column: string | undefined,
  beside: string | undefined,
  warn: Warn,
): TruthSource {
  const rated: Rated[] = [];
  const finish = (): Truth | null => {
    if (rated.length === 0) {
      if (column === undefined) return null;
      throw Refusal.of('--truth-column: no record carries a quality; name a file with --truth');
    }
    const mixed = column === undefined ? findMixedQualities(rated) : [];
    if (mixed.length > 0) throw new Refusal(mixed);
    const embedded = embeddedTruth(rated, column, beside);
    if (embedded.ok) return embedded.value;
    if (column !== undefined) throw new Refusal(embedded.reason);
    warn(embedded.reason);
    return null;
  };
  return {
    // Without the architecture, which is a hundred times as large.
    add: ({ id, source, scores }) => {
      if (Object.keys(scores).length > 0) rated.push({ id, source, scores });
    },
    finish,
  };
}

function openFile(truth: Truth, warn: Warn, refusesUnknown: boolean): TruthSource {
  const { source: file } = truth;
  const unknown = new Set(truth.values.keys());
  let mine = '';
  const finish = (): Truth => {
    const [theirs = ''] = unknown;
    if (unknown.size === truth.values.size) {
      const message = `no id of a candidate: candidates are called "${mine}" and the like, the truth is of "${theirs}" and the like`;
      throw Refusal.of(message, file);
    }
    if (unknown.size > 0) {
      const named = `${[...unknown].slice(0, MAX_NAMED).join(', ')}${unknown.size > MAX_NAMED ? ', ...' : ''}`;
      if (refusesUnknown) {
        const message = `${unknown.size} of ${truth.values.size} labels are of no candidate: ${named}`;
        throw Refusal.of(message, file);
      }
      const message = `ignored ${unknown.size} of ${truth.values.size} ids that are no candidate: ${named}`;
      warn([{ source: file, path: '', message }]);
    }
    if (truth.runs === null) return truth;
    // The counts of runs leave out ids that are no candidate.
    return { ...truth, runs: new Map([...truth.runs].filter(([id]) => !unknown.has(id))) };
  };
  return {
    add: ({ id }) => {
      if (mine === '') mine = id;
      unknown.delete(id);
    },
    finish,
  };
}
