import type { Warn } from './define-workflow.ts';

/** The option of the command line that sets a field of a request. */
export function flagOf(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Warns of fields that were given although they change nothing. */
export function warnOfIgnored<Request extends object>(
  request: Request,
  fields: readonly (keyof Request & string)[],
  reason: string,
  warn: Warn,
): void {
  const given = fields.filter((field) => request[field] !== undefined);
  warn(given.map((field) => ({ source: flagOf(field), path: '', message: `ignored: ${reason}` })));
}
