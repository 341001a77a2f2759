import { digits, entriesOf, entryOf, evaluated, table, versus } from './tables.js';

/**
 * The proxies whose tau-b is above that of the ZeroLM score on these models.
 *
 * @param {readonly { name: string, command: string }[]} benchmarks
 */
export async function betterThanZerolm(benchmarks) {
  const rows = [];
  for (const { name, command } of benchmarks) {
    const document = await evaluated(command);
    const own = entryOf(document, 'zerolm');
    const better = entriesOf(document).filter(
      ({ versusBaseline }) =>
        versusBaseline !== null && 'verdict' in versusBaseline && versusBaseline.difference > 0,
    );
    const listed = better.map(
      (entry) => `${entry.proxy} ${digits(entry.kendallTauB.value)}, ${versus(entry)}`,
    );
    rows.push([
      name,
      digits(own.kendallTauB.value),
      listed.length === 0 ? 'none' : listed.join('<br>'),
      `\`evaluate ${command}\``,
    ]);
  }
  const header = [
    'models',
    'tau-b of zerolm:',
    'higher, by how much in a paired bootstrap',
    '`zerolm` ...',
  ];
  return table(header, rows);
}
