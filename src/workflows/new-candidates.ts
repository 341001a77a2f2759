import { createHash } from 'node:crypto';
import { architectureKey } from '../architecture/architecture-key.ts';
import { EventLoopBreak } from '../event-loop-break.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import { loadLineReader, type LineReader } from '../search-space/candidate-check.ts';
import { indexOfChoices, type Choices } from '../search-space/choices-at.ts';
import type { SearchSpace } from '../search-space/search-space.ts';
import { candidateOf } from '../search-space/space-candidate.ts';
import { SpaceSampler } from '../search-space/space-sampler.ts';
import { nameOf } from '../search-space/space-walk.ts';
import type { WorkflowRun } from './define-workflow.ts';
import { describeEnd } from './open-space.ts';
import { Refusal } from './refusal.ts';

/** A candidate that is valid and meets the constraints. */
export interface NewCandidate {
  readonly choices: Choices;
  /** A hash of its architecture, whatever the choices that lead to it. */
  readonly key: string;
  readonly candidate: Candidate;
}

/**
 * The candidates of a space that a search asks for, no architecture twice: those of choices, and those
 * of a random sample, which is that of `zerolm sample`.
 */
export class NewCandidates {
  /** Why there is no further one in the sample; null where there may be. */
  end: string | null = null;
  readonly #space: SearchSpace;
  readonly #sampler: SpaceSampler;
  readonly #readLine: LineReader;
  readonly #run: WorkflowRun;
  readonly #keys = new Set<string>();
  readonly #tried = new Set<string>();
  readonly #break = new EventLoopBreak();

  private constructor(
    space: SearchSpace,
    sampler: SpaceSampler,
    read: LineReader,
    run: WorkflowRun,
  ) {
    this.#space = space;
    this.#sampler = sampler;
    this.#readLine = read;
    this.#run = run;
  }

  static async open(space: SearchSpace, seed: number, run: WorkflowRun): Promise<NewCandidates> {
    const sampler = await SpaceSampler.open(space, seed);
    return new NewCandidates(space, sampler, await loadLineReader(), run);
  }

  /** The candidate of choices; null where it is none, fails a constraint, or was given before. */
  readonly admit = async (choices: Choices): Promise<NewCandidate | null> => {
    await this.#pause();
    const name = choices.join();
    if (this.#tried.has(name)) return null;
    this.#tried.add(name);
    const line = this.#lineOf(choices, 'e');
    const { candidate } = this.#readLine(line);
    if (candidate === undefined || !this.#isAllowed(candidate)) return null;
    const key = keyOf(candidate);
    if (this.#keys.has(key)) return null;
    this.#keys.add(key);
    return this.read(choices);
  };

  /** The candidate of choices that were admitted, with its record; its id is its number in the space. */
  read(choices: Choices): NewCandidate {
    const line = this.#lineOf(choices, nameOf(indexOfChoices(this.#space.axes, choices)));
    const { candidate, reason } = this.#readLine(line);
    if (candidate === undefined) throw new Error(`${this.#space.source}: ${reason}`);
    return { choices, key: keyOf(candidate), candidate: { ...candidate, record: line } };
  }

  /** The next candidate of the sample; null where none is left. */
  readonly draw = async (): Promise<NewCandidate | null> => {
    for (;;) {
      await this.#pause();
      const step = this.#sampler.next();
      if (step.kind === 'failed') throw new Refusal([step.problem]);
      if (step.kind === 'exhausted') {
        this.end = describeEnd(this.#space, this.#keys.size, step, this.#sampler.leftOut);
        if (this.#keys.size === 0) throw Refusal.of(this.end);
        return null;
      }
      const item = step.kind === 'drawn' ? await this.admit([...step.choices]) : null;
      if (item !== null) return item;
    }
  };

  #lineOf(choices: Choices, name: string): string {
    return candidateOf(this.#space, choices, name).line;
  }

  async #pause(): Promise<void> {
    if (!this.#break.due) return;
    await this.#break.take();
    await this.#run.pause();
  }

  #isAllowed({ id, architecture }: Candidate): boolean {
    return this.#space.constraints.every(({ holds }) => {
      const held = holds(architecture);
      if (!held.ok) throw Refusal.of(`${held.reason}, of the candidate ${id}`, this.#space.source);
      return held.value;
    });
  }
}

function keyOf({ architecture }: Candidate): string {
  return createHash('sha256').update(architectureKey(architecture)).digest('base64url');
}
