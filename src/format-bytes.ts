/** Bytes in a readable unit: 512 MB, 2.3 GB. */
export function formatBytes(bytes: number): string {
  return bytes < 1e9
    ? `${Math.round(bytes / 1e6)} MB`
    : `${Number((bytes / 1e9).toPrecision(3))} GB`;
}
