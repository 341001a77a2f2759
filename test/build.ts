import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** What the built program is made of. */
const SOURCES = ['src', 'scripts', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Holds the digest of the sources that the last build was made of. */
const STAMP = join(ROOT, 'dist', '.sources');

/** A digest of the names and contents of all sources, but for those that the build generates. */
function digestOfSources(): string {
  const digest = createHash('sha256');
  for (const source of SOURCES) {
    const path = join(ROOT, source);
    const names = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: 'utf8' }).sort()
      : [''];
    const ignored = readFileSync(join(ROOT, '.gitignore'), 'utf8').split('\n');
    for (const name of names) {
      const file = join(source, name);
      if (ignored.includes(file) || !statSync(join(ROOT, file)).isFile()) continue;
      digest
        .update(file)
        .update('\0')
        .update(readFileSync(join(ROOT, file)));
    }
  }
  return digest.digest('hex');
}

/** Builds the program that the command-line tests run, unless it is the current one already. */
export default function build(): void {
  const digest = digestOfSources();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest) return;
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  writeFileSync(STAMP, digest);
}
