import { Readable } from 'node:stream';
import { Pieces } from '@headroom/core/http';
import { canInflate, inflated, TooLarge } from '../wire/inflate.js';
import type { Incoming } from '../wire/messages.js';
import { headerIn } from '../wire/raw-headers.js';

/** The body of a conversation's request, as it came and as it reads. */
export interface ReadableBody {
  readonly wire: Pieces;
  /** Undefined for what is in an encoding that cannot be undone. */
  readonly plain: Pieces | undefined;
}

/** Bytes that all requests under way hold together. */
export class Room {
  #held = 0;
  constructor(private readonly most: number) {}

  /** @throws NoRoom when there would be too much. */
  take(bytes: number): void {
    if (this.#held + bytes > this.most) throw new NoRoom();
    this.#held += bytes;
  }

  give(bytes: number): void {
    this.#held -= bytes;
  }
}

/** Too many bytes are under way already. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom';
}

/** Takes a body piece by piece, and has all of it in the end. */
interface Follower {
  push(piece: Uint8Array): void;
  end(): Pieces;
}

/**
 * Reads a body to its end, counting it in `room` as it comes; `done` gives it back. With a follower, what it knows is not held. Of a body in an encoding that is not known, or that
 * is damaged, there is nothing to read: it goes on as it came.
 *
 * @throws TooLarge, NoRoom, or the error of a client that broke off; then nothing is held.
 */
export async function readBody(
  { body, rawHeaders }: Incoming,
  limit: number,
  room: Room,
  follower?: Follower,
): Promise<ReadableBody & { done(): void }> {
  let held = 0;
  const take = (bytes: number) => {
    room.take(bytes);
    held += bytes;
  };
  const done = () => {
    room.give(held);
    held = 0;
  };
  try {
    const encoding = headerIn(rawHeaders, 'content-encoding') ?? 'identity';
    const isPlain = encoding.toLowerCase() === 'identity' || encoding === '';
    if (isPlain && follower) {
      await eachPiece(body, limit, take, (piece) => follower.push(piece));
      const wire = follower.end();
      return { wire, plain: wire, done };
    }
    const bytes = await wholeBody(body, limit, take);
    const wire = new Pieces([bytes]);
    if (isPlain) return { wire, plain: wire, done };
    if (!canInflate(encoding)) return { wire, plain: undefined, done };
    try {
      const plain = await inflated(bytes, encoding, limit);
      take(plain.length);
      return { wire, plain: new Pieces([plain]), done };
    } catch (error) {
      if (error instanceof TooLarge || error instanceof NoRoom) throw error;
      return { wire, plain: undefined, done };
    }
  } catch (error) {
    done();
    throw error;
  }
}

/** All of a stream; `take` hears of every piece. @throws TooLarge, what `take` throws, or the stream's own error. */
export async function wholeBody(
  body: ReadableStream<Uint8Array> | Readable | undefined,
  limit: number,
  take: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  const size = await eachPiece(body, limit, take, (piece) => void chunks.push(piece));
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Shows every piece of a body, and says how many bytes they were. @throws as {@link wholeBody} */
async function eachPiece(
  body: ReadableStream<Uint8Array> | Readable | undefined,
  limit: number,
  take: (bytes: number) => void,
  show: (piece: Uint8Array) => void,
): Promise<number> {
  let size = 0;
  const keep = (piece: Uint8Array) => {
    size += piece.length;
    if (size > limit) throw new TooLarge();
    take(piece.length);
    show(piece);
  };
  await (body instanceof Readable ? eachOfNode(body, keep) : eachOf(body, keep));
  return size;
}

/** Shows every piece of a stream; gives it up where that throws. */
async function eachOf(body: ReadableStream<Uint8Array> | undefined, keep: (piece: Uint8Array) => void): Promise<void> {
  const reader = body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    try {
      keep(value);
    } catch (error) {
      await reader.cancel().catch(() => undefined);
      throw error;
    }
  }
}

/** The same for a stream of Node, without the Web stream around it, which costs as much as the reading. */
function eachOfNode(body: Readable, keep: (piece: Uint8Array) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    if (body.destroyed) return reject(new Error('The client is gone'));
    const onData = (piece: Uint8Array) => {
      try {
        keep(piece);
      } catch (error) {
        // What still comes is thrown away, so that the client can hear of it.
        body.off('data', onData).resume();
        reject(error);
      }
    };
    body.on('data', onData);
    body.once('end', resolve);
    body.once('error', reject);
    body.once('close', () => reject(new Error('The client is gone')));
  });
}
