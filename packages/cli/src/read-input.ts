import { readFile } from 'node:fs/promises';
import { UsageError } from './usage-error.js';

/** The bytes of a file, or of standard input for `-` and for nothing. */
export async function readBytes(path: string | undefined): Promise<Buffer> {
  if (path === undefined || path === '-') {
    if (process.stdin.isTTY)
      throw new UsageError('Name a file, or pipe a text in: `npm ls --json | headroom compress`');
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`Cannot read ${path}: ${WHY[code ?? ''] ?? code}`);
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
};

/** The text of some bytes, a byte order mark included; undefined when they are not UTF-8. */
export function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The text of a file or of standard input. */
export async function readInput(path: string | undefined): Promise<string> {
  const text = decode(await readBytes(path));
  if (text === undefined) throw new UsageError(`Cannot read ${path ?? 'standard input'}: it is not UTF-8 text`);
  return text;
}
