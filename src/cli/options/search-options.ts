import { DEFAULT_EVOLUTION, SEARCH_METHODS } from '../../workflows/search-request.ts';
import { option } from './option-spec.ts';
import { wholeNumber } from './parse-values.ts';

/** Most candidates that are evaluated: all are kept in memory. */
const MAX_EVALUATIONS = 10_000_000;

/** Largest population: NSGA-II compares all pairs. */
const MAX_POPULATION = 10_000;

/** How a space is searched. */
export const METHOD = {
  method: option('--method <how>', 'with a proof, or candidate by candidate', {
    choices: SEARCH_METHODS,
    default: SEARCH_METHODS[0],
  }),
};

/** How an evolution searches. */
export const EVOLUTION = {
  evaluations: option('--evaluations <n>', 'candidates that are evaluated', {
    parse: wholeNumber(1, MAX_EVALUATIONS),
    default: DEFAULT_EVOLUTION.evaluations,
  }),
  population: option('--population <n>', 'candidates of which others are bred', {
    parse: wholeNumber(2, MAX_POPULATION),
    default: DEFAULT_EVOLUTION.population,
  }),
  sampleSize: option('--sample-size <n>', 'candidates of which the best is a parent', {
    parse: wholeNumber(1, MAX_POPULATION),
    default: DEFAULT_EVOLUTION.sampleSize,
  }),
  random: option('--random <n>', 'candidates drawn at random to compare with', {
    parse: wholeNumber(0, MAX_EVALUATIONS),
    defaultText: 'as many as evaluations; the population where a score takes long',
  }),
};
