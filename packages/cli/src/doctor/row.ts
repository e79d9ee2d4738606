/** What was found of one thing, and what to do about it. */
export interface Row {
  readonly name: string;
  /** `skip`: it is not used here, which is no fault. */
  readonly status: 'ok' | 'warn' | 'fail' | 'skip';
  readonly summary: string;
  /** What one can do about it, or with it. */
  readonly hint: string;
  /** Mends it for `--fix`, and says what it did. */
  readonly fix?: () => Promise<string>;
}

/** The worst of all: what the exit code says. */
export function statusOf(rows: readonly Row[]): 'ok' | 'warn' | 'fail' {
  if (rows.some(({ status }) => status === 'fail')) return 'fail';
  return rows.some(({ status }) => status === 'warn') ? 'warn' : 'ok';
}

/** Bytes in words. */
export function size(bytes: number): string {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
