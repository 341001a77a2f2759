import { proxiesReport } from '../../report/proxies-report.ts';
import { listProxies } from '../../workflows/list-proxies.ts';
import { defineReportCommand } from '../define-command.ts';
import { COMMON } from '../options/option-spec.ts';
import { FORMAT } from '../options/output-options.ts';

/** `zerolm proxies`: every proxy, what it needs and the paper that it comes from. */
export const command = defineReportCommand({
  description: 'list the proxies, what they need and their papers',
  args: [],
  options: { [COMMON]: FORMAT },
  examples: ['zerolm proxies', 'zerolm proxies --format json'],
  run: (_, __, context) => listProxies({}, context),
  report: proxiesReport,
});
