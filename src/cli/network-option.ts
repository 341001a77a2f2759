import type { Candidate } from '../formats/candidate-format.ts';
import {
  findBatchProblem,
  findVocabularyProblem,
  readTokens,
  type BatchShape,
  type TokenFile,
} from '../input/token-file.ts';
import { namesInShort, type Problem } from '../problem.ts';
import { findNetworkProblem } from '../proxies/find-network-problem.ts';
import type { NetworkLoss, NetworkSettings } from '../proxies/network-settings.ts';
import type { Proxy, ProxySettings } from '../proxies/proxy.ts';
import { loadRuntime } from '../runtime/load-runtime.ts';
import { Refusal } from '../workflows/refusal.ts';
import { printWarnings } from './terminal.ts';

/** The options that say how networks are run. */
export interface NetworkOptions {
  readonly batch: number;
  readonly sequenceLength: number;
  readonly loss: NetworkLoss;
  readonly tokens?: string;
  readonly memoryLimit: number;
}

/** The texts of `--tokens`, where there are some; refuses what makes no batch. */
export async function openTokens(options: NetworkOptions): Promise<TokenFile | null> {
  if (options.tokens === undefined) return null;
  const read = await readTokens(options.tokens);
  if (!read.ok) throw new Refusal(read.reason);
  const problem = findBatchProblem(read.value, options);
  if (problem !== null) throw new Refusal([problem]);
  warnOfRest(read.value, options);
  return read.value;
}

function warnOfRest({ source, texts }: TokenFile, { batch, sequenceLength }: NetworkOptions): void {
  const longer = texts.slice(0, batch).some(({ length }) => length > sequenceLength);
  const ignored = [
    ...(texts.length > batch ? [`${texts.length - batch} of ${texts.length} texts`] : []),
    ...(longer ? [`what is behind the first ${sequenceLength} tokens of a text`] : []),
  ];
  if (ignored.length === 0) return;
  const message = `ignored ${ignored.join(', and ')}: see --batch and --sequence-length`;
  printWarnings([{ source, path: '', message }]);
}

/** The settings of the networks that are run. */
export function networkSettingsOf(
  { batch, loss, memoryLimit }: NetworkOptions,
  tokens: TokenFile | null,
): NetworkSettings {
  return { batch, loss, tokens: tokens?.texts ?? null, memoryLimit };
}

/**
 * Refuses to run networks where that can't be done: all that is to be changed first is named together,
 * before any work is done. With `--skip-invalid` it is named and such a candidate is not scored.
 */
export async function checkNetworks(
  proxies: readonly Proxy[],
  candidates: readonly Candidate[],
  settings: ProxySettings,
  tokens: TokenFile | null,
  skipInvalid: boolean,
): Promise<void> {
  const network = proxies.filter((proxy) => proxy.needs === 'network');
  if (network.length === 0) return;
  const runtime = await loadRuntime();
  if (!runtime.ok) {
    throw Refusal.of(`${network[0]?.name ?? ''} runs the network: ${runtime.reason}`);
  }
  if (settings.network.loss === 'output-sum') warnOfConstantSum(candidates);
  const shape = { batch: settings.network.batch, sequenceLength: settings.sequenceLength };
  const problems: Problem[] = [];
  for (const { id, source, architecture } of candidates) {
    const message = findNetworkProblem(architecture, network, settings);
    if (message !== null) problems.push({ source, path: '', message: `"${id}": ${message}` });
  }
  if (tokens !== null) problems.push(...vocabularyProblems(tokens, shape, candidates));
  if (problems.length === 0) return;
  if (!skipInvalid) throw new Refusal(problems);
  printWarnings(problems);
}

/**
 * Warns of outputs that add up to the same whatever enters the network: those of a layer norm that has
 * not been trained, whose scale is one number for all.
 */
function warnOfConstantSum(candidates: readonly Candidate[]): void {
  const constant = candidates.filter(
    ({ architecture: { finalNorm, blocks } }) =>
      finalNorm || blocks.at(-1)?.norm !== 'pre',
  );
  if (constant.length === 0) return;
  const message = `a layer norm stands last in ${constant.length} of ${candidates.length} candidates, and its outputs add up to the same whatever enters it: what proxies make of gradients is rounding error there; take next-token`;
  printWarnings([{ source: '--loss output-sum', path: '', message }]);
}

/** The first token that is outside of each vocabulary, with the candidates that have that one. */
function vocabularyProblems(
  tokens: TokenFile,
  shape: BatchShape,
  candidates: readonly Candidate[],
): Problem[] {
  const owners = new Map<number, string[]>();
  for (const { id, architecture } of candidates) {
    const { vocabSize } = architecture.embedding;
    const own = owners.get(vocabSize);
    if (own === undefined) owners.set(vocabSize, [id]);
    else own.push(id);
  }
  return [...owners].flatMap(([vocabSize, ids]) => {
    const problem = findVocabularyProblem(tokens, shape, vocabSize);
    return problem === null
      ? []
      : [{ ...problem, message: `${problem.message} of ${namesInShort(ids, 3)}` }];
  });
}
