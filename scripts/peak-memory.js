import { readFileSync } from 'node:fs';
import process from 'node:process';

/**
 * The most memory that this process has held at once, in kB. On Linux `maxRSS` counts what its
 * parent held when it was started, so that is asked of the system instead.
 */
export function peakKilobytes() {
  try {
    const [, peak] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (peak !== undefined) return Number(peak);
  } catch {
    // No such file on other systems.
  }
  return process.resourceUsage().maxRSS;
}
