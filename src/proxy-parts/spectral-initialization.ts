import { z } from 'zod';
import { FAMILIES, type Family } from '../architecture/family.ts';
import {
  INITIALIZATION_SCHEMES,
  type InitializationScheme,
} from '../initialization/initialization-scheme.ts';
import { proxySetting, type OwnSettings } from './proxy-setting.ts';

/**
 * The initialization that the authors of the Neural Spectral Capacity take (arXiv 2609.23087):
 * Xavier's for the encoders of FlexiBERT, a given standard deviation (GPT-2's 0.02) for decoders;
 * they took none for models of two stacks, which are as decoders here.
 */
const BY_FAMILY: Readonly<Record<Family, InitializationScheme>> = {
  encoder: 'xavier-normal',
  decoder: 'normal',
  'encoder-decoder': 'normal',
};

const scheme = z.enum(INITIALIZATION_SCHEMES);

/** The initialization of the weights of log-determinants; null for that of the family. */
export const spectralInitialization = proxySetting({
  name: 'spectralInitialization',
  description: 'how the weights of log-determinants are drawn',
  schema: scheme.nullable(),
  initial: null,
  sharedOption: 'initialization',
  documented: {
    schema: z
      .union([scheme, z.partialRecord(z.enum(FAMILIES), scheme)])
      .describe('Of the weights of nsc and log-determinant; by family where none was asked for'),
    of: (value, families) =>
      value ?? Object.fromEntries([...families].map((name) => [name, BY_FAMILY[name]])),
  },
});

/** The initialization of the log-determinants of a family. */
export function spectralSchemeOf(own: OwnSettings, family: Family): InitializationScheme {
  return spectralInitialization.read(own) ?? BY_FAMILY[family];
}
