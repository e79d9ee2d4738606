import { createReadStream } from 'node:fs';

/** A line of a file. */
export interface Line {
  /** Undefined for a line that is longer than allowed. */
  readonly text: string | undefined;
  /** The byte behind it, where reading can go on. */
  readonly end: number;
  /** False for the last one of a file that does not end with a line feed: somebody may still be writing it. */
  readonly isEnded: boolean;
}

const LINE_FEED = 10;

/** Reads lines from a byte on, one chunk at a time in memory; lines of more than so many bytes are passed over. */
export async function* readLines(path: string, from = 0, mostBytes = 64_000_000): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let length = 0;
  let end = from;
  const take = (isEnded: boolean): Line => {
    const text = length > mostBytes ? undefined : Buffer.concat(parts).toString('utf8');
    end += length + (isEnded ? 1 : 0);
    parts = [];
    length = 0;
    return { text, end, isEnded };
  };
  const add = (piece: Buffer) => {
    length += piece.length;
    if (length <= mostBytes) parts.push(piece);
    else parts = [];
  };
  for await (const chunk of createReadStream(path, { start: from, highWaterMark: 1 << 18 })) {
    const bytes = chunk as Buffer;
    let at = 0;
    for (let next = bytes.indexOf(LINE_FEED); next >= 0; next = bytes.indexOf(LINE_FEED, at)) {
      add(bytes.subarray(at, next));
      at = next + 1;
      yield take(true);
    }
    if (at < bytes.length) add(bytes.subarray(at));
  }
  if (length > 0) yield take(false);
}
