import { z } from 'zod';
import { MAX_OPTIONS } from './search-space.ts';

const expectation = `expected a list of 1 to ${MAX_OPTIONS} values`;

/** The schema of a list of options: at least one, none twice, which would be twice as likely. */
export function distinctList<Item extends z.ZodType>(item: Item): z.ZodArray<Item> {
  return z
    .array(item, { error: expectation })
    .min(1, { error: expectation, abort: true })
    .max(MAX_OPTIONS, { error: expectation, abort: true })
    .superRefine((values, context) => {
      const seen = new Set<string>();
      for (const [index, value] of values.entries()) {
        const key = canonical(value);
        if (seen.has(key)) {
          const message = 'repeated in the list: expected each value once';
          context.addIssue({ code: 'custom', path: [index], message });
        }
        seen.add(key);
      }
    })
    .meta({ uniqueItems: true });
}

/** A text that is the same for two JSON values exactly if they are equal. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
