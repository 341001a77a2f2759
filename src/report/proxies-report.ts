import type { ProxiesDocument } from './documents/proxies-document.ts';
import type { Report } from './sheet.ts';

/** Every proxy, and the papers that they come from. */
export function proxiesReport(document: ProxiesDocument): Report {
  const { proxies } = document;
  return {
    document,
    main: {
      title: `${proxies.length} proxies`,
      columns: [
        { key: 'name', title: 'name' },
        { key: 'direction', title: 'direction', dataOnly: true },
        { key: 'better', title: 'better', peopleOnly: true },
        { key: 'needs', title: 'needs' },
        { key: 'paper', title: 'paper', dataOnly: true },
        { key: 'description', title: 'description' },
      ],
      rows: proxies.map(({ name, direction, needs, paper, description }) => [
        name,
        direction,
        direction === 'higher-is-better' ? 'higher' : 'lower',
        needs,
        paper,
        description,
      ]),
    },
    others: [
      {
        title: 'Where they come from; the others are counts',
        columns: [
          { key: 'name', title: 'name' },
          { key: 'paper', title: 'paper' },
        ],
        rows: proxies.flatMap(({ name, paper }) => (paper === null ? [] : [[name, paper]])),
      },
    ],
    rowName: 'proxy',
    items: proxies,
    extras: {},
  };
}
