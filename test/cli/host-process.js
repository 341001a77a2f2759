/** A process that runs one command line after another, on the messages of its parent. */
import process from 'node:process';
import { runCommandLine } from '../../scripts/run-in-process.js';

/** @typedef {{ args: string[], cwd: string, env: Record<string, string> }} Request */

process.on('message', async (/** @type {Request} */ { args, cwd, env }) => {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  process.send?.(await runCommandLine(args));
});

// The parent has ended.
process.on('disconnect', () => process.exit());
