import type { EventStreamCodec } from '@smithy/eventstream-codec';

/** Total length, length of the headers, checksum of both; at the end a checksum of all. */
const SHORTEST = 16;
/** No provider sends a longer frame: a length above it is damage. */
const LONGEST = 32_000_000;

/** Cuts bytes into the frames of an AWS event stream. */
export class Frames {
  #held: Buffer = Buffer.alloc(0);

  /** All frames that are complete now, and whether what follows them cannot be one. */
  push(piece: Uint8Array): { readonly frames: readonly Buffer[]; readonly isDamaged: boolean } {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    const frames: Buffer[] = [];
    while (this.#held.length >= 4) {
      const length = this.#held.readUInt32BE(0);
      if (length < SHORTEST || length > LONGEST) return { frames, isDamaged: true };
      if (this.#held.length < length) break;
      frames.push(this.#held.subarray(0, length));
      this.#held = this.#held.subarray(length);
    }
    return { frames, isDamaged: false };
  }

  /** What is not a whole frame. */
  get rest(): Buffer {
    return this.#held;
  }
}

/** What a frame says. */
export type Said =
  /** One event of the model's own wire, as JSON text. */
  | { readonly kind: 'event'; readonly json: string }
  | { readonly kind: 'failure'; readonly type: string; readonly message: string }
  /** Something that belongs to the stream alone. */
  | { readonly kind: 'other' };

export async function frameCodec(): Promise<EventStreamCodec> {
  const { EventStreamCodec: Codec } = await import('@smithy/eventstream-codec');
  return new Codec(
    (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')),
    (text) => Buffer.from(text),
  );
}

/** Reads a frame of `invoke-with-response-stream`. @throws where one of its checksums is wrong, or its payload is not what it must be. */
export function readFrame(codec: EventStreamCodec, frame: Uint8Array): Said {
  const { headers, body } = codec.decode(frame);
  const header = (name: string) => String(headers[name]?.value ?? '');
  const payload = Buffer.from(body).toString('utf8');
  const kind = header(':message-type');
  if (kind === 'exception') return { kind: 'failure', type: header(':exception-type'), message: messageIn(payload) };
  if (kind === 'error') return { kind: 'failure', type: header(':error-code'), message: header(':error-message') };
  if (header(':event-type') !== 'chunk') return { kind: 'other' };
  const { bytes } = JSON.parse(payload) as { readonly bytes?: unknown };
  if (typeof bytes !== 'string') return { kind: 'other' };
  return { kind: 'event', json: Buffer.from(bytes, 'base64').toString('utf8') };
}

/** The frame in which Bedrock puts an event. */
export function chunkFrame(codec: EventStreamCodec, json: string): Uint8Array {
  const text = (value: string) => ({ type: 'string' as const, value });
  return codec.encode({
    headers: {
      ':event-type': text('chunk'),
      ':content-type': text('application/json'),
      ':message-type': text('event'),
    },
    body: Buffer.from(JSON.stringify({ bytes: Buffer.from(json).toString('base64') })),
  });
}

/** The frame by which Bedrock says that a stream broke off. */
export function failureFrame(codec: EventStreamCodec, message: string): Uint8Array {
  const text = (value: string) => ({ type: 'string' as const, value });
  return codec.encode({
    headers: {
      ':exception-type': text('modelStreamErrorException'),
      ':content-type': text('application/json'),
      ':message-type': text('exception'),
    },
    body: Buffer.from(JSON.stringify({ message })),
  });
}

export function messageIn(json: string): string {
  try {
    const { message, Message } = JSON.parse(json) as { readonly message?: unknown; readonly Message?: unknown };
    return String(message ?? Message ?? '');
  } catch {
    return '';
  }
}
