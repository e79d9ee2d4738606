/** The bytes of a size as listings print it: `4096`, `1,234`, `1.2K`. */
export function bytesOf(size: string | undefined): number {
  const found = /^([\d.,]+) ?([kKMGTP]?)/.exec(size ?? '');
  if (!found) return 0;
  return Number(found[1]!.replaceAll(',', '')) * 1024 ** ' KMGTP'.indexOf((found[2] || ' ').toUpperCase());
}
