/** A value of a cell; null leaves it empty. */
export type Cell = string | number | null;

/** How a column is shown. */
interface ColumnFacts {
  /** Left out where people read, for its width; data formats have it. */
  readonly dataOnly?: boolean;
  /** Repeats numbers of other columns as text: left out of the data formats. */
  readonly peopleOnly?: boolean;
  /** How many decimals people are shown; six significant digits if absent. */
  readonly decimals?: number;
  /** Whether the lowest of its numbers is the best, where rows are put in its order. */
  readonly lowestFirst?: boolean;
  /** Its numbers are somebody else's: shown with the decimals that they came with. */
  readonly asGiven?: boolean;
}

/** One column of a sheet. */
export interface Column extends ColumnFacts {
  /** Its name in CSV and NDJSON. */
  readonly key: string;
  /** Its name for people. */
  readonly title: string;
}

/** A column that takes its cells from items. */
export interface ItemColumn<Item> extends Column {
  readonly cell: (item: Item) => Cell;
}

/** A column by its key, its title, its cells and how it is shown. */
export function column<Item>(
  key: string,
  title: string,
  cell: (item: Item) => Cell,
  facts: ColumnFacts = {},
): ItemColumn<Item> {
  return { key, title, cell, ...facts };
}

/** A sheet with a row for each item. */
export function sheetOf<Item>(
  title: string,
  items: readonly Item[],
  columns: readonly ItemColumn<NoInfer<Item>>[],
): Sheet {
  return { title, columns, rows: items.map((item) => columns.map(({ cell }) => cell(item))) };
}

/** Rows and columns that a renderer turns into text. */
export interface Sheet {
  /** What the rows are, in one line or several. */
  readonly title: string;
  readonly columns: readonly Column[];
  /** Each as long as `columns`. */
  readonly rows: readonly (readonly Cell[])[];
}

/** What every JSON document begins with. */
export interface ReportDocument {
  readonly schemaVersion: number;
  readonly tool: object;
  /** Everything that is needed to repeat the result. */
  readonly settings: object;
}

/** A result in every form that a renderer may need. */
export interface Report {
  /** The JSON document. */
  readonly document: ReportDocument;
  /** The sheet that is the result; CSV is this one alone. */
  readonly main: Sheet;
  /** Sheets about the result. */
  readonly others: readonly Sheet[];
  /** Whether CSV lacks the content of `others`, so that they are printed beside it, on stderr. */
  readonly notesWithCsv?: boolean;
  /** Name of one row in NDJSON. */
  readonly rowName: string;
  /** The rows as NDJSON has them. */
  readonly items: readonly object[];
  /** The records of NDJSON besides the rows, by name. */
  readonly extras: Readonly<Record<string, object>>;
}
