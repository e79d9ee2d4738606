import { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Decompress } from 'fzstd';
import { type ByteSource, webStream } from './byte-source.js';

/** An inflated body is larger than it may be. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** True for an encoding that can be undone here. */
export function canInflate(encoding: string): boolean {
  return decoderOf(encoding) !== undefined;
}

/** The bytes of an encoded body; never holds more than `limit`. @throws TooLarge, or the decoder's error for damaged bytes. */
export async function inflated(bytes: Uint8Array, encoding: string, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const decoder = decoderOf(encoding);
  if (!decoder) throw new TypeError('An encoding that is not known');
  for await (const chunk of Readable.from([bytes], { objectMode: false }).pipe(decoder) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new TooLarge();
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** A stream of decoded bytes, each piece as soon as the encoded bytes allow. */
export function inflatedStream(body: ByteSource, encoding: string): ReadableStream<Uint8Array> {
  const decoder = decoderOf(encoding);
  if (!decoder) return webStream(body);
  const reader = body.getReader();
  const source = new Readable({
    read() {
      reader.read().then(
        ({ done, value }) => this.push(done ? null : value),
        (error) => this.destroy(error as Error),
      );
    },
    destroy(error, done) {
      reader.cancel(error ?? undefined).then(
        () => done(error),
        () => done(error),
      );
    },
  });
  source.on('error', (error) => decoder.destroy(error));
  decoder.on('close', () => source.destroy());
  return Readable.toWeb(source.pipe(decoder)) as ReadableStream<Uint8Array>;
}

function decoderOf(encoding: string): Transform | undefined {
  switch (encoding.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      return zstdDecoder();
    default:
      return undefined;
  }
}

/** Node 20 has none of its own. */
function zstdDecoder(): Transform {
  const transform = new Transform({
    transform(chunk: Buffer, _, done) {
      attempt(() => decoder.push(new Uint8Array(chunk)), done);
    },
    flush(done) {
      attempt(() => decoder.push(new Uint8Array(0), true), done);
    },
  });
  const decoder = new Decompress((piece) => void (piece.length > 0 && transform.push(Buffer.from(piece))));
  return transform;
}

/** Runs a decoder's step; what it throws is the stream's error. */
function attempt(work: () => void, done: (error?: Error) => void): void {
  let failure: Error | undefined;
  try {
    work();
  } catch (error) {
    failure = error as Error;
  }
  done(failure);
}
