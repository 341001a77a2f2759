import type { Command } from 'commander';
import { PROXIES } from '../../proxies/registry.ts';
import { describeProxies, proxiesReport } from '../../report/proxies-report.ts';
import { render, type OutputFormat } from '../../report/render.ts';
import { OPTIONS } from '../options.ts';
import { printResult, wantsColor } from '../terminal.ts';

/** `zerolm proxies`: every proxy with what it is, what it needs and where it comes from. */
export function addProxiesCommand(program: Command): void {
  program
    .command('proxies')
    .description('list the proxies: direction, what they need, paper')
    .addOption(OPTIONS.format())
    .addHelpText('after', '\nExample:\n  zerolm proxies --format json')
    .action(async ({ format }: { readonly format: OutputFormat }) => {
      const report = proxiesReport(describeProxies(PROXIES.values()));
      printResult(await render(report, format, wantsColor(process.stdout)));
    });
}
