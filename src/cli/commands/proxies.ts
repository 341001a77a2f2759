import type { Command } from 'commander';
import { proxiesReport } from '../../report/proxies-report.ts';
import { listProxies } from '../../workflows/list-proxies.ts';
import { runWorkflow } from '../run-workflow.ts';
import { COMMON, describeCommand, type OptionGroups } from '../options/option-spec.ts';
import { FORMAT } from '../options/output-options.ts';

const OPTIONS = { [COMMON]: FORMAT } as const satisfies OptionGroups;

/** Adds `zerolm proxies`: every proxy, what it needs and the paper that it comes from. */
export function addProxiesCommand(program: Command): void {
  const command = describeCommand(
    program.command('proxies').description('list the proxies, what they need and their papers'),
    OPTIONS,
    ['zerolm proxies', 'zerolm proxies --format json'],
  );
  command.action(() =>
    runWorkflow(command, OPTIONS, (_, context) => listProxies({}, context), proxiesReport),
  );
}
