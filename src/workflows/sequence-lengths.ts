import type { Architecture } from '../architecture/architecture.ts';
import { imageLength } from '../architecture/image-length.ts';
import type { Warn } from './define-workflow.ts';
import { flagOf } from './ignored-options.ts';

/** The fields of a request that mean nothing to a model whose input is an image. */
interface LengthRequest {
  readonly sequenceLength?: number;
  readonly tokens?: string;
}

/** How long the sequences of candidates are: a model that reads images has a length of its own. */
export class SequenceLengths {
  readonly #ofImages = new Set<number>();
  #images = 0;
  #count = 0;

  constructor(architectures: Iterable<Architecture> = []) {
    for (const architecture of architectures) this.add(architecture);
  }

  add({ embedding }: Architecture): void {
    const own = imageLength(embedding);
    this.#count += 1;
    if (own === null) return;
    this.#images += 1;
    this.#ofImages.add(own);
  }

  /** The length of all that read no images; the longest of an image, where all read one. */
  shown(asked: number): number {
    const areImages = this.#count > 0 && this.#images === this.#count;
    return areImages ? Math.max(...this.#ofImages) : asked;
  }

  /** Warns of fields that were given, and that models of images ignore. */
  warnOfIgnored(
    request: LengthRequest,
    fields: readonly (keyof LengthRequest)[],
    warn: Warn,
  ): void {
    if (this.#images === 0) return;
    const some =
      this.#images === this.#count ? '' : `, ${this.#images} of ${this.#count} candidates`;
    const message = `ignored: it has no effect on models of images${some}`;
    const given = fields.filter((field) => request[field] !== undefined);
    warn(given.map((field) => ({ source: flagOf(field), path: '', message })));
  }
}
