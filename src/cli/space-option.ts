import { compileConstraints, readSearchSpace } from '../search-space/read-search-space.ts';
import type { SearchSpace } from '../search-space/search-space.ts';
import { sizeOfAxes } from '../search-space/space-size.ts';
import { Refusal } from '../workflows/refusal.ts';
import { printWarnings } from './terminal.ts';

/** Digits up to which a size is written out. */
const WRITTEN_DIGITS = 21;

/** The space of a file, with the constraints of the command line; refuses what is wrong. */
export async function openSpace(
  file: string,
  constraints: readonly string[],
): Promise<SearchSpace> {
  const space = await readSearchSpace(file);
  const more = await compileConstraints(constraints, () => ({ source: '--constraint', path: '' }));
  const problems = [...(space.ok ? [] : space.reason), ...(more.ok ? [] : more.reason)];
  if (problems.length > 0) throw new Refusal(problems);
  if (!space.ok || !more.ok) throw new Error('a failed result has a reason');
  printWarnings(space.value.warnings);
  return { ...space.value, constraints: [...space.value.constraints, ...more.value] };
}

/** The size of a space, and in words. */
export function sizeOf({ axes }: SearchSpace): { readonly size: bigint; readonly text: string } {
  const size = sizeOfAxes(axes);
  return { size, text: formatSize(size) };
}

/** A count of candidates, written out or as a power of ten. */
function formatSize(count: bigint): string {
  const digits = count.toString();
  const number =
    digits.length <= WRITTEN_DIGITS
      ? count.toLocaleString('en-US')
      : `about ${digits[0] ?? ''}.${digits.slice(1, 3)}e${digits.length - 1}`;
  return `${number} candidate${count === 1n ? '' : 's'}`;
}
