import type { NameRule, NameTable } from './name-table.ts';

/** What may stand behind the name of a weight; gamma and beta are TensorFlow's, for norms. */
const ENDING = /\.(?:weight|bias|gamma|beta)$/;

/** A number among the parts of a name: more digits than any block or expert has are no number. */
const NUMBER = /^\d{1,6}$/;

/** What a table says of a name. */
export interface FoundName {
  readonly rule: NameRule;
  /** Index in its stack of blocks, null outside them. */
  readonly block: number | null;
  /** The other numbers in the name, as of an expert. */
  readonly numbers: readonly number[];
}

/** Looks up names in a table, each in the same time however long the table is. */
export class NameLookup {
  readonly table: NameTable;
  readonly #rules = new Map<string, NameRule>();
  readonly #buffers = new Map<string, NameRule>();
  readonly #heads = new Map<string, NameRule>();

  constructor(table: NameTable) {
    this.table = table;
    let order = 0;
    const rule = (
      part: NameRule['part'],
      stack: number | null = null,
      residual = false,
    ): NameRule => ({ part, order: order++, stack, residual });
    for (const name of table.embedding) this.#rules.set(name, rule('embedding'));
    for (const [stack, [path, names]] of Object.entries(table.stacks).entries()) {
      const { attention, feedForward, other = [], residual, buffers = [] } = names;
      const parts = { attention, feedForward, other };
      for (const part of ['attention', 'feedForward', 'other'] as const) {
        for (const name of parts[part]) {
          this.#rules.set(`${path}.#.${name}`, rule(part, stack, residual.includes(name)));
        }
      }
      for (const name of buffers) this.#buffers.set(`${path}.#.${name}`, rule('buffer'));
    }
    for (const name of table.other) this.#rules.set(name, rule('other'));
    for (const name of table.buffers ?? []) this.#buffers.set(name, rule('buffer'));
    for (const name of table.heads) this.#heads.set(name, rule('other'));
  }

  /** What the table says of a tensor's name, undefined where nothing. */
  find(path: string): FoundName | undefined {
    for (const prefix of ['', ...this.table.prefixes]) {
      if (!path.startsWith(prefix)) continue;
      const found = this.#findBare(path.slice(prefix.length));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #findBare(name: string): FoundName | undefined {
    const parts = name.split('.');
    const numbers: number[] = [];
    // Names with the first number alone replaced, as of `CoreNet.0`, and with all of them.
    const first: string[] = [];
    const all: string[] = [];
    for (const part of parts) {
      const isNumber = NUMBER.test(part);
      all.push(isNumber ? '#' : part);
      first.push(isNumber && numbers.length === 0 ? '#' : part);
      if (isNumber) numbers.push(Number(part));
    }
    for (const path of [first.join('.'), all.join('.')]) {
      const buffer = this.#buffers.get(path);
      if (buffer !== undefined) return { rule: buffer, block: null, numbers };
      const rule = this.#rules.get(path) ?? this.#rules.get(path.replace(ENDING, ''));
      if (rule === undefined) continue;
      const [block = null, ...others] = numbers;
      return rule.stack === null
        ? { rule, block: null, numbers }
        : { rule, block, numbers: others };
    }
    const head = this.#heads.get(parts[0] ?? '');
    return head === undefined ? undefined : { rule: head, block: null, numbers };
  }
}
