import { isDeepStrictEqual } from 'node:util';
import type { TruthDirection } from '../evaluation/truth-direction.ts';
import type { CandidatePool, PoolScales } from '../prediction/candidate-pool.ts';
import { MODEL_VERSION, readKeptModel, type KeptModel } from '../prediction/kept-model.ts';
import type { Points } from '../prediction/label-kernel.ts';
import type { Label } from '../prediction/label-model.ts';
import { FEATURE_NAMES, FEATURES_VERSION } from '../prediction/pool-features.ts';
import { VERSION } from '../version.ts';
import type { Warn } from './define-workflow.ts';
import { accepted, Refusal } from './refusal.ts';

/** The kept model that a request names, checked; null where it names none. */
export async function openModel(
  request: { readonly model?: string; readonly truth?: string },
  prior: string,
): Promise<KeptModel | null> {
  const { model, truth } = request;
  if (model === undefined) return null;
  if (truth !== undefined) {
    throw Refusal.of('--model and --truth contradict each other: leave one out');
  }
  const kept = accepted(await readKeptModel(model));
  if (kept.prior !== prior) {
    throw Refusal.of(
      `prior "${kept.prior}": add --prior ${kept.prior}, with which it was made`,
      model,
    );
  }
  return kept;
}

/** Refuses a model whose prior was scored, or whose records were read, with other settings. */
export function checkSettings(
  { settings }: KeptModel,
  own: KeptModel['settings'],
  model: string,
): void {
  const differing = [...new Set([...Object.keys(settings), ...Object.keys(own)])].filter(
    (key) => !isDeepStrictEqual(settings[key], own[key]),
  );
  if (differing.length === 0) return;
  throw Refusal.of(
    `made with other settings of ${differing.join(', ')}: give the options with which it was made`,
    model,
  );
}

/** Refuses candidates without a feature that the model predicts by, as a vocabulary. */
export function checkFeatures(
  { scales }: { readonly scales: PoolScales },
  pool: CandidatePool,
  { features, featureCount }: Points,
  model: string,
): void {
  const names = FEATURE_NAMES.filter((_, index) => scales.features[index]?.deviation !== null);
  const missing = features.findIndex((value) => !Number.isFinite(value));
  if (missing === -1) return;
  const id = pool.ids[Math.floor(missing / featureCount)] ?? '';
  const name = names[missing % featureCount] ?? '';
  throw Refusal.of(
    `it predicts by ${name}, of which "${id}" has none: label such candidates`,
    model,
  );
}

/** Warns of candidates of families that had no part in a model. */
export function warnOfKept(
  { families }: KeptModel,
  found: ReadonlySet<string>,
  model: string,
  warn: Warn,
): void {
  const others = [...found].filter((family) => !families.some((own) => own === family));
  if (others.length === 0) return;
  const message = `made of ${families.map((name) => `${name}s`).join(' and ')}, applied to ${others.map((name) => `${name}s`).join(' and ')}: its labels need not hold there`;
  warn([{ source: model, path: '', message }]);
}

/** What is kept of labels. */
export function keptModelOf(
  {
    families,
    scales,
    labels,
    ...rest
  }: {
    readonly prior: string;
    readonly settings: KeptModel['settings'];
    readonly families: ReadonlySet<KeptModel['families'][number]>;
    readonly direction: TruthDirection;
    readonly scales: PoolScales;
    readonly labels: readonly Label[];
  },
  quality: string,
): KeptModel {
  return {
    modelVersion: MODEL_VERSION,
    featuresVersion: FEATURES_VERSION,
    ...rest,
    families: [...families].sort(),
    quality,
    scales: { prior: scales.prior, features: [...scales.features] },
    labels: labels.map((label) => ({ ...label, features: [...label.features] })),
    version: VERSION,
  };
}
