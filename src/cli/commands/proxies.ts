import type { Command } from 'commander';
import { PROXIES } from '../../proxies/registry.ts';
import { describeProxies, proxiesReport } from '../../report/proxies-report.ts';
import { render, type OutputFormat } from '../../report/render.ts';
import { printResult, wantsColor } from '../terminal.ts';
import { COMMON, describeCommand } from '../options/option-spec.ts';
import { FORMAT } from '../options/output-options.ts';

/** `zerolm proxies`: every proxy with what it is, what it needs and where it comes from. */
export function addProxiesCommand(program: Command): void {
  describeCommand(
    program.command('proxies').description('list the proxies, what they need and their papers'),
    { [COMMON]: FORMAT },
    ['zerolm proxies', 'zerolm proxies --format json'],
  ).action(async ({ format }: { readonly format: OutputFormat }) => {
    const report = proxiesReport(describeProxies(PROXIES.values()));
    printResult(await render(report, format, wantsColor(process.stdout)));
  });
}
