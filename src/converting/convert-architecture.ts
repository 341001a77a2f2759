import type { Architecture } from '../architecture/architecture.ts';
import { success, type Result } from '../result.ts';
import type { ConversionTarget } from './conversion-targets.ts';
import { functionOf } from './function-of.ts';
import { giveBack, isConfig } from './give-back.ts';
import { toFlexibert } from './to-flexibert.ts';
import { toHuggingFace } from './to-hugging-face.ts';

/** A spec in another form, and what is to be known of it. */
export interface Conversion {
  readonly spec: object;
  /** The model that it describes, with the names of weights of that form. */
  readonly architecture: Architecture;
  /** Whether it is the spec that the candidate was read from, with all of its keys. */
  readonly isOriginal: boolean;
  readonly warnings: readonly string[];
}

/**
 * An architecture in another form, or the reason why that form can't express it.
 *
 * @param record the spec that it was read from, where that is known
 */
export function convertArchitecture(
  architecture: Architecture,
  target: ConversionTarget,
  record?: unknown,
): Result<Conversion> {
  switch (target) {
    case 'flexibert': {
      const spec = toFlexibert(architecture);
      if (!spec.ok) return spec;
      const { pooler, normEpsilon } = architecture;
      const warnings = pooler
        ? ['its pooler is left out: the form has none, and it counts for no capacity']
        : [];
      const { activation, causal, scaling } = functionOf(architecture);
      if (activation !== 'gelu') warnings.push(leftOut(`its activation function ${activation}`));
      if (normEpsilon !== 1e-12) warnings.push(leftOut(`the epsilon ${normEpsilon} of its norms`));
      if (causal) warnings.push(leftOut('its causal mask'));
      if (scaling !== 'head-size') warnings.push(leftOut(`its attention scaling by ${scaling}`));
      return success({ spec: spec.value, architecture, isOriginal: false, warnings });
    }
    case 'hugging-face': {
      const isOriginal = isConfig(record);
      const converted = isOriginal ? giveBack(record, architecture) : toHuggingFace(architecture);
      if (!converted.ok) return converted;
      const { config, ...rest } = converted.value;
      return success({ spec: config, isOriginal, ...rest });
    }
  }
}

function leftOut(what: string): string {
  return `${what} is left out: the form describes shapes alone`;
}
