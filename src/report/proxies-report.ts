import type { ProxiesDocument } from './documents/proxies-document.ts';
import { column, sheetOf, type Report } from './sheet.ts';

type Row = ProxiesDocument['proxies'][number];

const NAME = column('name', 'name', ({ name }: Row) => name);

/** Every proxy, and the papers that they come from. */
export function proxiesReport(document: ProxiesDocument): Report {
  const { proxies } = document;
  const betterOf = ({ direction }: Row): string =>
    direction === 'higher-is-better' ? 'higher' : 'lower';
  return {
    document,
    main: sheetOf(`${proxies.length} proxies`, proxies, [
      NAME,
      column('direction', 'direction', ({ direction }) => direction, { dataOnly: true }),
      column('better', 'better', betterOf, { peopleOnly: true }),
      column('needs', 'needs', ({ needs }) => needs),
      column('paper', 'paper', ({ paper }) => paper, { dataOnly: true }),
      column('description', 'description', ({ description }) => description),
    ]),
    others: [
      sheetOf(
        'Where they come from; the others are counts',
        proxies.filter(({ paper }) => paper !== null),
        [NAME, column('paper', 'paper', ({ paper }) => paper)],
      ),
    ],
    rowName: 'proxy',
    items: proxies,
    extras: {},
  };
}
