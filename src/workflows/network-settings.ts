import { workInSlices } from '../event-loop-break.ts';
import { groupBy } from '../group-by.ts';
import type { EngineOptions } from '../engine/engine-options.ts';
import { openResumeFile } from '../engine/resume-file.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import {
  findBatchProblem,
  findVocabularyProblem,
  readTokens,
  type BatchShape,
  type TokenFile,
} from '../runtime/token-file.ts';
import { namesInShort, type Problem } from '../problem.ts';
import { findNetworkProblem } from '../proxy-runs/find-network-problem.ts';
import {
  DEFAULT_NETWORK_SETTINGS,
  type NetworkLoss,
  type NetworkSettings,
} from '../proxy-parts/network-settings.ts';
import { DEFAULT_SEQUENCE_LENGTH, type Proxy, type ProxySettings } from '../proxy-parts/proxy.ts';
import { loadRuntime } from '../runtime/load-runtime.ts';
import { accepted, acceptedFor, Refusal } from './refusal.ts';
import type { Warn } from './define-workflow.ts';

/** How networks are run; the defaults are {@link DEFAULT_NETWORK_SETTINGS}. */
export interface NetworkRequest {
  readonly batch?: number;
  readonly sequenceLength?: number;
  readonly loss?: NetworkLoss;
  /** A file of token sequences; they are drawn by the seed if absent. */
  readonly tokens?: string;
  readonly memoryLimit?: number;
}

/** How networks are run, checked and complete. */
export interface NetworkRun {
  readonly settings: NetworkSettings;
  readonly sequenceLength: number;
  /** The file of the tokens; null where they are drawn. */
  readonly tokens: TokenFile | null;
}

/** The run that a request asks for; refuses tokens that make no batch. */
export async function openNetworkRun(request: NetworkRequest, warn: Warn): Promise<NetworkRun> {
  const { batch, loss, memoryLimit } = { ...DEFAULT_NETWORK_SETTINGS, ...request };
  const { sequenceLength = DEFAULT_SEQUENCE_LENGTH } = request;
  const tokens =
    request.tokens === undefined
      ? null
      : await openTokens(request.tokens, { batch, sequenceLength }, warn);
  const settings = { batch, loss, tokens: tokens?.sequences ?? null, memoryLimit };
  return { settings, sequenceLength, tokens };
}

/** The engine with the scores of a resume file; refuses a file that holds none. */
export function withStore(
  engine: EngineOptions,
  path: string | undefined,
  warn: Warn,
): EngineOptions {
  if (path === undefined) return engine;
  const opened = openResumeFile(path, (message) => {
    warn([{ source: '--resume', path: '', message }]);
  });
  return { ...engine, scores: acceptedFor(opened, '--resume') };
}

/** The sequences of a file; warns of those, and of tokens, that the batch leaves out. */
async function openTokens(
  file: string,
  { batch, sequenceLength }: BatchShape,
  warn: Warn,
): Promise<TokenFile> {
  const tokens = accepted(await readTokens(file));
  const problem = findBatchProblem(tokens, { batch, sequenceLength });
  if (problem !== null) throw new Refusal([problem]);
  const { source, sequences } = tokens;
  const longer = sequences.slice(0, batch).some(({ length }) => length > sequenceLength);
  const rest = sequences.length - batch;
  const ignored = [
    ...(rest > 0 ? [`${rest} of ${sequences.length} sequences`] : []),
    ...(longer ? [`all after the first ${sequenceLength} tokens of a sequence`] : []),
  ];
  if (ignored.length > 0) {
    const message = `ignored ${ignored.join(', and ')}: see --batch and --sequence-length`;
    warn([{ source, path: '', message }]);
  }
  return tokens;
}

/**
 * Refuses networks that can't be run, all together and before any work is done. Where invalid
 * candidates are skipped, the problems become warnings.
 */
export async function checkNetworks(
  proxies: readonly Proxy[],
  candidates: readonly Candidate[],
  settings: ProxySettings,
  tokens: TokenFile | null,
  skipInvalid: boolean,
  warn: Warn,
): Promise<void> {
  const network = proxies.filter((proxy) => proxy.needs === 'network');
  if (network.length === 0) return;
  const runtime = await loadRuntime();
  if (!runtime.ok) {
    throw Refusal.of(`${network[0]?.name ?? ''} runs the network: ${runtime.reason}`);
  }
  if (settings.network.loss === 'output-sum') warnOfConstantSum(candidates, warn);
  const shape = { batch: settings.network.batch, sequenceLength: settings.sequenceLength };
  const problems: Problem[] = [];
  // A graph may have to be built to know what it takes.
  await workInSlices(candidates, ({ id, source, architecture }) => {
    const message = findNetworkProblem(architecture, network, settings);
    if (message !== null) problems.push({ source, path: '', message: `"${id}": ${message}` });
  });
  if (tokens !== null) problems.push(...vocabularyProblems(tokens, shape, candidates));
  if (problems.length === 0) return;
  if (!skipInvalid) throw new Refusal(problems);
  warn(problems);
}

/**
 * Warns of networks whose outputs add up to the same number for every input: those of an untrained
 * layer norm, which scales all outputs alike.
 */
function warnOfConstantSum(candidates: readonly Candidate[], warn: Warn): void {
  const constant = candidates.filter(
    ({ architecture: { finalNorm, blocks } }) => finalNorm || blocks.at(-1)?.norm !== 'pre',
  );
  if (constant.length === 0) return;
  const message = `a layer norm is the last layer of ${constant.length} of ${candidates.length} candidates, and its outputs add up to the same for every input: gradients are rounding error there; take next-token`;
  warn([{ source: '--loss output-sum', path: '', message }]);
}

/** The first token that is outside of each vocabulary, with the candidates that have that one. */
function vocabularyProblems(
  tokens: TokenFile,
  shape: BatchShape,
  candidates: readonly Candidate[],
): Problem[] {
  // Images have no tokens.
  const readers = candidates.filter(({ architecture }) => architecture.embedding.input === null);
  const owners = groupBy(readers, ({ architecture }) => architecture.embedding.vocabSize);
  return [...owners].flatMap(([vocabSize, own]) => {
    const problem = findVocabularyProblem(tokens, shape, vocabSize);
    if (problem === null) return [];
    const names = own.map(({ id }) => id);
    return [{ ...problem, message: `${problem.message} of ${namesInShort(names, 3)}` }];
  });
}
