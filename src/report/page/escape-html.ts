import { UNPRINTABLE } from '../../problem.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const unprintable = new RegExp(`[${UNPRINTABLE}]`, 'gu');

/**
 * A text as HTML shows it, in an element or in a quoted attribute. What could turn the direction
 * of a line, or is no character of a page, is written as an escape.
 */
export function escapeHtml(text: string): string {
  return text
    .replace(
      unprintable,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
