import type { FormatsDocument } from './documents/formats-document.ts';
import { column, sheetOf, type Report } from './sheet.ts';

type Row = FormatsDocument['families'][number];

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** Every family of Hugging Face configs with what it can do, and the other forms of specs. */
export function formatsReport(document: FormatsDocument): Report {
  const { families, formats } = document;
  return {
    document,
    main: sheetOf(`${families.length} families of Hugging Face configs`, families, [
      column('model_type', 'model_type', ({ modelType }: Row) => modelType),
      column('kind', 'kind', ({ kind }) => kind),
      column('count', 'count', ({ count }) => yesNo(count)),
      column('run', 'run', ({ run }) => yesNo(run)),
      column('convert', 'convert', ({ convertsTo }) => convertsTo.join(' ')),
      column('why_not_run', 'why it is not run', ({ whyNotRun }) => whyNotRun ?? ''),
    ]),
    others: [
      sheetOf('Forms of specs', formats, [
        column('name', 'name', ({ name }) => name),
        column('shown_by', 'shown by', ({ shownBy }) => shownBy),
        column('title', 'what it is', ({ title }) => title),
      ]),
    ],
    rowName: 'family',
    items: families,
    extras: {},
  };
}
