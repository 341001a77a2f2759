import type { Architecture } from '../architecture/architecture.ts';
import { success, type Result } from '../result.ts';
import type { ConversionTarget } from './conversion-targets.ts';
import { toFlexibert } from './to-flexibert.ts';
import { toHuggingFace } from './to-hugging-face.ts';

/** A spec in another form, and what is to be known of it. */
export interface Conversion {
  readonly spec: object;
  readonly warnings: readonly string[];
}

/** An architecture in another form, or the reason why it can't be said there. */
export function convertArchitecture(
  architecture: Architecture,
  target: ConversionTarget,
): Result<Conversion> {
  switch (target) {
    case 'flexibert': {
      const spec = toFlexibert(architecture);
      if (!spec.ok) return spec;
      const warnings =
        architecture.pooler === true
          ? ['its pooler is left out: the form has none, and it counts for no capacity']
          : [];
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
