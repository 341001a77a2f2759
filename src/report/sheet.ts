/** A value of a cell; null leaves it empty. */
export type Cell = string | number | null;

/** One column of a sheet. */
export interface Column {
  /** Its name in CSV and NDJSON. */
  readonly key: string;
  /** Its name for people. */
  readonly title: string;
  /** Left out where people read, for its width; data formats have it. */
  readonly dataOnly?: boolean;
  /** Repeats numbers of other columns in words: left out of the data formats. */
  readonly peopleOnly?: boolean;
  /** How many decimals people are shown; six significant digits if absent. */
  readonly decimals?: number;
  /** Its numbers are somebody else's: shown with the decimals that they came with. */
  readonly asGiven?: boolean;
}

/** Rows and columns that a renderer turns into text. */
export interface Sheet {
  /** One line on what the rows are. */
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
  /** Whether CSV lacks what they show, so that they are printed beside it, on stderr. */
  readonly notesWithCsv?: boolean;
  /** Name of one row in NDJSON. */
  readonly rowName: string;
  /** The rows as NDJSON has them. */
  readonly items: readonly object[];
  /** The records of NDJSON besides the rows, by name. */
  readonly extras: Readonly<Record<string, object>>;
}
