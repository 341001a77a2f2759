import type { Command } from 'commander';
import { proxiesReport } from '../../report/proxies-report.ts';
import { listProxies } from '../../workflows/list-proxies.ts';
import { COMMON, describeCommand } from '../options/option-spec.ts';
import { FORMAT } from '../options/output-options.ts';
import { runWorkflow } from '../run-workflow.ts';

/** Adds `zerolm proxies`: every proxy, what it needs and the paper that it comes from. */
export function addProxiesCommand(program: Command): void {
  const command = describeCommand(
    program.command('proxies').description('list the proxies, what they need and their papers'),
    { [COMMON]: FORMAT },
    ['zerolm proxies', 'zerolm proxies --format json'],
  );
  command.action(() =>
    runWorkflow(command, (_, context) => listProxies({}, context), proxiesReport),
  );
}
