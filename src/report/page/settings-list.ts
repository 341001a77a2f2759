import type { ReportDocument } from '../sheet.ts';
import { escapeHtml } from './escape-html.ts';

/** The settings and versions of a document as a list for the foot of a page. */
export function settingsList({ schemaVersion, tool, settings }: ReportDocument): string {
  const entries = [
    ...flatten(tool, 'tool'),
    ['schemaVersion', String(schemaVersion)] as const,
    ...flatten(settings, ''),
  ];
  const items = entries.map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  return `<dl>\n${items.join('\n')}\n</dl>`;
}

/** Every value inside an object with its path, in their order. */
function flatten(value: unknown, path: string): (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    return [[path, value.length === 0 ? 'none' : value.join(', ')]];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    flatten(inner, path === '' ? key : `${path}.${key}`),
  );
}
