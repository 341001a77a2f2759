import type { Architecture } from '../architecture/architecture.ts';
import { success, type Result } from '../result.ts';
import type { ConversionTarget } from './conversion-targets.ts';
import { functionOf } from './function-of.ts';
import { toFlexibert } from './to-flexibert.ts';
import { toHuggingFace } from './to-hugging-face.ts';

/** A spec in another form, and what is to be known of it. */
export interface Conversion {
  readonly spec: object;
  readonly warnings: readonly string[];
}

/** An architecture in another form, or the reason why that form can't express it. */
export function convertArchitecture(
  architecture: Architecture,
  target: ConversionTarget,
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
      return success({ spec: spec.value, warnings });
    }
    case 'hugging-face': {
      const converted = toHuggingFace(architecture);
      if (!converted.ok) return converted;
      const { config, warnings } = converted.value;
      return success({ spec: config, warnings });
    }
  }
}

function leftOut(what: string): string {
  return `${what} is left out: the form describes shapes alone`;
}
