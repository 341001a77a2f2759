import { nearestName } from '../nearest-name.ts';
import { namesInShort, quote } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';

/** A key of every record of a table, and where its values come from. */
export interface Column {
  readonly key: string;
  /** The number of the column; null for a constant. */
  readonly index: number | null;
  readonly constant: unknown;
  /** Whether it is a measured quality. */
  readonly isScore: boolean;
}

/** What is wrong with a declaration, or with the header. */
interface ColumnProblem {
  readonly inHeader: boolean;
  readonly message: string;
}

/** The columns that keys take, and the names of those that none takes. */
interface Columns {
  readonly columns: readonly Column[];
  readonly unused: readonly string[];
}

/** The key that lists columns of measured qualities. */
const SCORES = 'scores';

/** `key=value`, the value in quotes or without spaces. */
const ASSIGNMENT = /([^\s=]+)=("[^"]*"|\S+)/g;

/**
 * The columns of a header by a declaration, as `model_type=llama hidden_size=d scores=loss`, or, where
 * that is empty, by their own names. The column `id` is the id unless it says another.
 */
export function columnsFor(
  declaration: string,
  header: readonly string[],
): Result<Columns, ColumnProblem> {
  const headerProblem = findHeaderProblem(header);
  if (headerProblem !== null) return failure({ inHeader: true, message: headerProblem });
  const taken = (key: string, index: number, isScore = false): Column => ({
    ...{ key, index, constant: undefined, isScore },
  });
  const said = [...declaration.matchAll(ASSIGNMENT)];
  const rest = declaration.replace(ASSIGNMENT, '').trim();
  if (rest !== '') {
    const message = `${quote(rest)}: expected key=column, as hidden_size=d, with spaces between them`;
    return failure({ inHeader: false, message });
  }
  if (said.length === 0) {
    return success({ columns: header.map((name, index) => taken(name, index)), unused: [] });
  }
  const columns: Column[] = [];
  for (const [, key = '', value = ''] of said) {
    if (columns.some((column) => column.key === key)) {
      return failure({
        inHeader: false,
        message: `${key}: expected once, but two columns are named for it`,
      });
    }
    for (const name of key === SCORES ? value.split(',') : [value]) {
      const index = header.indexOf(name);
      if (index !== -1) columns.push(taken(key === SCORES ? name : key, index, key === SCORES));
      else {
        const constant = key === SCORES ? undefined : constantOf(key, name);
        if (constant === undefined) {
          return failure({ inHeader: false, message: noColumn(key, name, header) });
        }
        columns.push({ key, index: null, constant, isScore: false });
      }
    }
  }
  const own = header.indexOf('id');
  if (own !== -1 && !columns.some(({ key }) => key === 'id')) columns.push(taken('id', own));
  const used = new Set(columns.map(({ index }) => index));
  return success({ columns, unused: header.filter((_, index) => !used.has(index)) });
}

function findHeaderProblem(header: readonly string[]): string | null {
  const empty = header.indexOf('');
  if (empty !== -1) return `column ${empty + 1} has no name: expected one for every column`;
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  return twice === undefined
    ? null
    : `two columns are called ${quote(twice)}: expected a name of its own for each`;
}

/** A value that is the same in every row; undefined where it is none. */
function constantOf(key: string, value: string): unknown {
  if (value.startsWith('"')) return value.slice(1, -1);
  if (value === 'true' || value === 'false') return value === 'true';
  if (key === 'model_type') return value;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function noColumn(key: string, name: string, header: readonly string[]): string {
  const nearest = nearestName(name, header);
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  return `${key}: no column is called ${quote(name)}: expected ${namesInShort(header, header.length)}, a number, true, false, or a text in quotes${hint}`;
}

/** What tables of shapes call the keys of a decoder like Llama. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  hidden_size: ['d', 'd_model', 'embed', 'width', 'n_embd', 'hidden'],
  num_hidden_layers: ['l', 'layers', 'depth', 'n_layer', 'n_layers', 'num_layers'],
  num_attention_heads: ['h', 'heads', 'n_head', 'n_heads', 'num_heads'],
  intermediate_size: ['d_ff', 'ffn', 'ff', 'd_inner', 'feed_forward'],
  vocab_size: ['vocab', 'vocabulary', 'bpe', 'n_vocab'],
};

/** A declaration that a header may have been meant with. */
export function exampleFor(header: readonly string[]): string {
  const keys = Object.entries(USUAL).map(([key, names]) => {
    const name = [key, ...names].find((own) => header.includes(own));
    return `${key}=${name ?? (key === 'vocab_size' ? '50000' : (names[0] ?? ''))}`;
  });
  return `# model_type=llama ${keys.join(' ')}`;
}
