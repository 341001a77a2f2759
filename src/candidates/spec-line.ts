import { FOUND_KEY } from '../formats/common-keys.ts';

/** The members of a JSON object. */
function membersOf(json: string): Map<string, unknown> {
  const value: unknown = JSON.parse(json);
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

/** A JSON object with further members, which replace those of their names. */
export function withMembers(json: string, members: object): string {
  return JSON.stringify(Object.fromEntries([...membersOf(json), ...Object.entries(members)]));
}

/**
 * The record of a candidate as a line that every reader takes: its id first, its keys as they were,
 * and what a command found out about it beside the findings of others.
 *
 * @param record as JSON
 */
export function specLine(id: string, record: string, command: string, found: object): string {
  const { id: _, ...members } = Object.fromEntries(membersOf(record));
  const before = members[FOUND_KEY];
  const others = typeof before === 'object' && before !== null ? before : {};
  const findings = { [FOUND_KEY]: { ...others, [command]: found } };
  return `${JSON.stringify({ id, ...members, ...findings })}\n`;
}
