import { bareName } from './bare-name.ts';
import type { NameRule, NameTable } from './name-table.ts';

/** What may follow the name of a weight; gamma and beta are TensorFlow's, for norms. */
const ENDING = /\.(?:weight|bias|gamma|beta)$/;

/** A number among the parts of a name: more digits than any block or expert has are no number. */
const NUMBER = /^\d{1,6}$/;

/** A tensor's name as tables are searched for it: taken apart once, for all of them. */
export interface ParsedName {
  /** With `#` for the first number, as of `CoreNet.0`, and for all of them. */
  readonly first: string;
  readonly all: string;
  readonly numbers: readonly number[];
}

/** Takes a name apart, without what wrappers of a model add to it. */
export function parseName(path: string): ParsedName {
  const numbers: number[] = [];
  const first: string[] = [];
  const all: string[] = [];
  for (const part of bareName(path).split('.')) {
    const isNumber = NUMBER.test(part);
    all.push(isNumber ? '#' : part);
    first.push(isNumber && numbers.length === 0 ? '#' : part);
    if (isNumber) numbers.push(Number(part));
  }
  return { first: first.join('.'), all: all.join('.'), numbers };
}

/** The entry of a table for a name. */
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

  readonly #first = new Set<NameRule>();
  readonly #prefixes: readonly string[];

  constructor(table: NameTable) {
    this.table = table;
    this.#prefixes = ['', ...table.prefixes];
    const groups = new Map<string, number>();
    let order = -1;
    const rule = (
      part: NameRule['part'],
      name: string,
      { stack = null, residual = false, plain = false }: Partial<NameRule> = {},
    ): NameRule => {
      order += 1;
      const inGroup = name.slice(0, name.lastIndexOf('#') + 1);
      const group = inGroup === '' ? order : (groups.get(inGroup) ?? order);
      groups.set(inGroup, group);
      return { part, group, order, stack, residual, plain };
    };
    const outside = (name: string): Partial<NameRule> => ({
      plain: table.plain?.includes(name) ?? false,
    });
    for (const name of table.embedding) {
      this.#rules.set(name, rule('embedding', name, outside(name)));
    }
    for (const [stack, [path, names]] of Object.entries(table.stacks).entries()) {
      const { other = [], residual, plain = [], buffers = [] } = names;
      const inBlock = (name: string): string =>
        table.indexAfterPart === true ? name.replace(/^[^.]+/, '$&.#') : `${path}.#.${name}`;
      const parts = { ...names, other };
      for (const part of ['attention', 'feedForward', 'other'] as const) {
        for (const name of parts[part]) {
          const options = {
            stack,
            residual: residual.includes(name),
            plain: plain.includes(name),
          };
          this.#rules.set(inBlock(name), rule(part, name, options));
        }
        if (part !== 'attention' || stack > 0) continue;
        for (const name of table.firstAttention ?? []) {
          const first = rule('attention', name, { stack, ...outside(name) });
          this.#first.add(first);
          this.#rules.set(name, first);
        }
      }
      for (const name of buffers) this.#buffers.set(inBlock(name), rule('buffer', name));
    }
    for (const name of table.other) this.#rules.set(name, rule('other', name));
    for (const name of table.buffers ?? []) this.#buffers.set(name, rule('buffer', name));
    for (const name of table.heads) this.#heads.set(name, rule('other', name));
  }

  /** The entry of the table for a tensor's name, undefined where there is none. */
  find(name: ParsedName): FoundName | undefined {
    // No prefix has a number in it, so that it is the same in both.
    for (const prefix of this.#prefixes) {
      if (!name.first.startsWith(prefix)) continue;
      const found = this.#findBare(name, prefix.length);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #findBare({ first, all, numbers }: ParsedName, from: number): FoundName | undefined {
    for (const whole of first === all ? [first] : [first, all]) {
      const path = whole.slice(from);
      const buffer = this.#buffers.get(path);
      if (buffer !== undefined) return { rule: buffer, block: null, numbers };
      const rule = this.#rules.get(path) ?? this.#rules.get(path.replace(ENDING, ''));
      if (rule === undefined) continue;
      if (this.#first.has(rule)) return { rule, block: 0, numbers };
      const [block = null, ...others] = numbers;
      return rule.stack === null
        ? { rule, block: null, numbers }
        : { rule, block, numbers: others };
    }
    const end = first.indexOf('.', from);
    const head = this.#heads.get(first.slice(from, end < 0 ? undefined : end));
    return head === undefined ? undefined : { rule: head, block: null, numbers };
  }
}
