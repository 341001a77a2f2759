import { createHash } from 'node:crypto';

/** A record that is kept in a file, with the checksum by which a change of it is noticed. */
export type Sealed<Kept> = Kept & { readonly checksum: string };

/** The record with its checksum: the SHA-256 of its JSON. */
export function seal<Kept extends object>(kept: Kept): Sealed<Kept> {
  return { ...kept, checksum: checksumOf(kept) };
}

/** Whether a record is as it was sealed, its keys in the same order. */
export function isIntact({ checksum, ...kept }: Sealed<object>): boolean {
  return checksum === checksumOf(kept);
}

function checksumOf(kept: object): string {
  return createHash('sha256').update(JSON.stringify(kept)).digest('hex');
}
