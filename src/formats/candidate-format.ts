import type { z } from 'zod';
import type { Architecture, ExpertCount } from '../architecture/architecture.ts';
import type { Problem } from '../problem.ts';
import type { CheckOf } from './ready-check.ts';
import type { Checkpoint } from '../safetensors/checkpoint.ts';

/** The ways to build a model from a record of a benchmark, the default first. */
export const BUILDS = ['declared', 'released', 'trained'] as const;

/** How a model is built from a record of a benchmark; `released` is of FlexiBERT alone. */
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
}

/** One candidate of which a checkpoint is all that is known. */
export interface CheckpointCandidate {
  readonly id: string;
  /** The file that was named, or found in a directory. */
  readonly source: string;
  readonly checkpoint: Checkpoint;
}

/** What reading one record gave: a candidate or the problems that prevent one, and warnings. */
export interface ReadRecord {
  readonly candidate?: Candidate;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** What a format is told of the record that it reads. */
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

/**
 * Reads a record that is valid and has nothing in it to be warned of; undefined for any other, which
 * `CandidateFormat.read` has to read.
 */
export type QuickRead = (record: object, context: RecordContext) => Candidate | undefined;

/** A form in which a candidate may be described. */
export interface CandidateFormat {
  readonly name: string;
  /** What a record of this form looks like, for the message that refuses one of no form. */
  readonly looksLike: string;
  /** The form itself, as `zerolm schema` publishes it. */
  readonly schema: z.ZodType;
  /** Whether a family that was asked for means anything to it. */
  readonly takesFamily: boolean;
  /** Tells by its keys whether an object is meant to be of this form. */
  readonly recognizes: (record: object) => boolean;
  /** Turns a record of this form into an architecture, or says precisely why not. */
  readonly read: (record: object, context: RecordContext) => ReadRecord;
  /** A reader by quick checks, which gives the candidates that `read` gives. */
  readonly quicken: (checkOf: CheckOf) => QuickRead;
}
