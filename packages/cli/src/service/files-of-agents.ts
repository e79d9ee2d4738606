import { createReadStream, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { PersistedFile } from '@headroom/agents';

/** So much of the end of a transcript is read. */
const TAIL = 400_000;
/** Longer outputs are not read: the engine would leave them whole. */
const MOST_OF_A_FILE = 16_000_000;

/** The end of a transcript; undefined where there is none. */
export async function tailOf(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const length = Math.min(size, TAIL);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/** So long is a file waited for that an agent writes beside its work. */
const PATIENCE_MS = 500;
const LOOK_AGAIN_MS = 10;

/** Those that were waited for in vain: once is enough. */
const MOST_REMEMBERED = 1000;
const inVain = new Set<string>();

/**
 * The end of a transcript once it holds a word; of one that does not in time, what there is. Where the word is not what is written last,
 * it may stand before the end of a long one, so only short ones are waited for.
 */
export async function tailWith(path: string, word: string, isLast = false): Promise<string | undefined> {
  for (const began = performance.now(); ; ) {
    const tail = await tailOf(path);
    const isLong = !isLast && Buffer.byteLength(tail ?? '') >= TAIL;
    if (tail?.includes(word) || isLong || inVain.has(path)) return tail;
    if (performance.now() - began > PATIENCE_MS) {
      if (inVain.size >= MOST_REMEMBERED) inVain.clear();
      inVain.add(path);
      return tail;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

/** The file, if it is a plain one and has the size that was told. */
export async function wholeOf({ path, bytes, characters }: PersistedFile): Promise<string | undefined> {
  const found: Stats | undefined = await stat(path).catch(() => undefined);
  if (!found?.isFile() || found.size > MOST_OF_A_FILE || (bytes ?? found.size) !== found.size) return undefined;
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of createReadStream(path, { end: found.size })) chunks.push(chunk as Buffer);
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
    return (characters ?? text.length) === text.length ? text : undefined;
  } catch {
    return undefined;
  }
}
