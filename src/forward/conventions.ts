import type { Naming } from '../architecture/architecture.ts';

/** What a model does that the description of its shapes does not say. */
export interface Conventions {
  /** Gelu by the error function, or by the hyperbolic tangent as GPT-2 has it. */
  readonly activation: 'gelu' | 'tanh-gelu';
  /** Added to the variance of what a norm takes. */
  readonly epsilon: number;
  /** The row of the table of positions that belongs to the first word. */
  readonly firstPosition: number;
}

const BERT: Conventions = { activation: 'gelu', epsilon: 1e-12, firstPosition: 0 };

/**
 * The conventions of models by the naming of their weights, where they are known. An architecture
 * has no activation function, so that the others can't be run.
 *
 * Sources: the defaults of the transformers library for BERT, ELECTRA, DistilBERT, ALBERT and GPT-2
 * (Hendrycks and Gimpel 2016 for both forms of gelu); RoBERTa's published configs, in which the
 * first two positions are of the padding; ELECTRA's for FlexiBERT's encoders, which Serianni and
 * Kalita (2023) built from it.
 */
export const CONVENTIONS: Readonly<Partial<Record<Naming, Conventions>>> = {
  bert: BERT,
  'bert-checkpoint': BERT,
  electra: BERT,
  distilbert: BERT,
  roberta: { activation: 'gelu', epsilon: 1e-5, firstPosition: 2 },
  albert: { activation: 'tanh-gelu', epsilon: 1e-12, firstPosition: 0 },
  gpt2: { activation: 'tanh-gelu', epsilon: 1e-5, firstPosition: 0 },
};
