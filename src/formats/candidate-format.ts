import type { z } from 'zod';
import type { Architecture } from '../architecture/architecture.ts';
import type { ExpertCount } from '../architecture/mixture-of-experts.ts';
import type { Problem } from '../problem.ts';
import type { CheckOf } from './ready-check.ts';
import type { KnownKeys, UnknownKey } from './unknown-keys.ts';

/**
 * The ways to build a model from a record of a benchmark; the first is that of its format, which is the
 * declared build, but of HW-GPT-Bench the trained one.
 */
export const BUILDS = ['default', 'declared', 'released', 'trained'] as const;

/** How a model is built from a record of a benchmark; formats have some of these. */
export type Build = (typeof BUILDS)[number];

/** The families of models in the archive of LiteTransformerSearch. */
export const LTS_FAMILIES = ['gpt2', 'transformer-xl'] as const;

/** A family of models in the archive of LiteTransformerSearch. */
export type LtsFamily = (typeof LTS_FAMILIES)[number];

/** One candidate of a ranking. */
export interface Candidate {
  readonly id: string;
  /** The file it came from, with the line or the index in it. */
  readonly source: string;
  readonly architecture: Architecture;
  /** Measured qualities that its record carries, by name. */
  readonly scores: Readonly<Record<string, number>>;
  /** Its record as JSON, where the reader was asked to keep it. */
  readonly record?: string;
}

/** The result of reading one record: a candidate, or the problems that prevent it, and warnings. */
export interface ReadRecord {
  readonly candidate?: Candidate;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** The context of a record that a format reads. */
export interface RecordContext {
  readonly source: string;
  /** The id of a record that has none of its own. */
  readonly defaultId: string;
  readonly build: Build;
  /** The family of LiteTransformerSearch configs, where it was asked for. */
  readonly family?: LtsFamily | undefined;
  /** Which experts of a mixture count for capacity; `all` if absent. */
  readonly experts?: ExpertCount | undefined;
}

/** The candidate of a record that is valid and gives no warning; undefined for any other. */
export type QuickRead = (record: object, context: RecordContext) => Candidate | undefined;

/** A format in which a candidate may be described. */
export interface CandidateFormat {
  readonly name: string;
  /** The name of its records in messages: `an HW-GPT-Bench record`. */
  readonly title: string;
  /** Its distinguishing keys, for the message that refuses a record of no format. */
  readonly shownBy: string;
  /** The schema that `zerolm schema` publishes. */
  readonly schema: z.ZodType;
  /** Whether a requested family has an effect. */
  readonly takesFamily: boolean;
  /** Whether an object is meant to be of this format, by its keys. */
  readonly recognizes: (record: object) => boolean;
  /** The keys that this format knows of such a record; undefined where it has none of its forms. */
  readonly knownKeys: (record: object) => KnownKeys | undefined;
  /** The keys of a record that this format does not know. */
  readonly unknownKeys: (record: object) => readonly UnknownKey[];
  /** The candidate of a record, or the precise reason why there is none, and all warnings. */
  readonly read: (record: object, context: RecordContext) => ReadRecord;
  /** A reader by quick checks, with the candidates for which `read` has no warning. */
  readonly quicken: (checkOf: CheckOf) => QuickRead;
}
