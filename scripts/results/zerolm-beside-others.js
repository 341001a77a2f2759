/** Tables that put the ZeroLM score beside the other proxies. */
import { digits, ends, entriesOf, entryOf, evaluated, table, versus } from './tables.js';

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

/**
 * The ZeroLM score beside the parameter count and the best proxy that needs shapes alone.
 *
 * @param {readonly { name: string, command: string }[]} benchmarks
 */
export async function summary(benchmarks) {
  const rows = [];
  for (const { name, command } of benchmarks) {
    const document = await evaluated(command);
    const [own, params] = [entryOf(document, 'zerolm'), entryOf(document, 'params')];
    const others = entriesOf(document).filter(({ proxy }) => proxy !== 'zerolm');
    const best = others.reduce((a, b) => (b.kendallTauB.value > a.kendallTauB.value ? b : a));
    rows.push([
      name,
      String(document.n),
      `${digits(own.kendallTauB.value)} (${ends(own.kendallTauB.ci95)})`,
      digits(params.kendallTauB.value),
      `${best.proxy} ${digits(best.kendallTauB.value)}`,
      versus(best).replace(/, [a-z ]+$/, ''),
    ]);
  }
  const header = [
    ...['benchmark', 'n:', 'zerolm (95 %)', '`params`:', 'best simple proxy'],
    'minus zerolm (95 %)',
  ];
  return table(header, rows);
}
