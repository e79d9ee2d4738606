import { readFile } from 'node:fs/promises';
import { UsageError } from './usage-error.js';

/** The text of a file, or of standard input for `-` and for nothing. */
export async function readInput(path: string | undefined): Promise<string> {
  if (path === undefined || path === '-') {
    if (process.stdin.isTTY)
      throw new UsageError('Name a file, or pipe a text in: `npm ls --json | headroom compress`');
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return decode(Buffer.concat(chunks), 'standard input');
  }
  try {
    return decode(await readFile(path), path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : code === 'EACCES'
            ? 'permission denied'
            : String(code);
    throw new UsageError(`Cannot read ${path}: ${why}`);
  }
}

function decode(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError(`Cannot read ${name}: it is not UTF-8 text`);
  }
}
