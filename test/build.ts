import { execFileSync } from 'node:child_process';

/** The command-line tests run the built program as a user would, so it has to be the current one. */
export default function build(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
