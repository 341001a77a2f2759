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
 * A text in which all can be seen: what could turn the direction of a line, or is no character of
 * a page, is written as an escape; line breaks stay.
 */
export function showUnprintable(text: string): string {
  return text.replace(unprintable, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A text as HTML shows it, in an element or in a quoted attribute, by {@link showUnprintable}. */
export function escapeHtml(text: string): string {
  return showUnprintable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
