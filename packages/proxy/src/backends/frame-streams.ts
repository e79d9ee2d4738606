import { errorBody } from '../wire/wires.js';
import { Frames, failureFrame, frameCodec, readFrame, type Said } from './event-frames.js';

const HALF = 'headroom: The provider ended the stream before the answer was complete';
const DAMAGED = 'headroom: A frame of the provider was damaged on its way';
const BROKEN = 'headroom: The connection to the provider broke off in the middle of the answer';

type Bytes = ReadableStream<Uint8Array>;

/** What a stream of frames becomes. */
interface Turned {
  /** For the bytes that came; with `isOver` the stream ends there. */
  frames(piece: Uint8Array): { readonly bytes: Uint8Array; readonly isOver: boolean };
  /** For its end; `isBroken` where the connection broke off. */
  rest(isBroken: boolean): Uint8Array;
}

function turned(body: Bytes, turn: () => Promise<Turned>): Bytes {
  const reader = body.getReader();
  let turning: Turned | undefined;
  let failure: unknown;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (failure !== undefined) return controller.error(failure);
        turning ??= await turn();
        for (;;) {
          const { done, value, error } = await reader.read().then(
            (read) => ({ ...read, error: undefined }),
            (thrown: unknown) => ({ done: true, value: undefined, error: thrown ?? new Error(BROKEN) }),
          );
          const { bytes, isOver } =
            done || value === undefined
              ? { bytes: turning.rest(error !== undefined), isOver: true }
              : turning.frames(value);
          if (bytes.length > 0) controller.enqueue(bytes);
          if (isOver && !done) await reader.cancel().catch(() => undefined);
          if (isOver && error === undefined) return controller.close();
          if (isOver && bytes.length === 0) return controller.error(error);
          if (isOver) failure = error;
          if (bytes.length > 0) return;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/**
 * The events in a stream of frames as the server-sent events of Messages, each as soon as its frame is whole. A frame that says that
 * something failed becomes the error event of Messages, as does one with a wrong checksum, which ends the stream.
 */
export function eventsOfFrames(body: Bytes): Bytes {
  return turned(body, async () => {
    const codec = await frameCodec();
    const frames = new Frames();
    return {
      frames(piece) {
        const { frames: whole, isDamaged } = frames.push(piece);
        let text = '';
        let isOver = isDamaged;
        try {
          for (const frame of whole) text += eventOf(readFrame(codec, frame));
        } catch {
          isOver = true;
        }
        return { bytes: Buffer.from(isOver ? text + failed('api_error', DAMAGED) : text), isOver };
      },
      rest: (isBroken) =>
        frames.rest.length === 0 ? new Uint8Array(0) : Buffer.from(failed('api_error', isBroken ? BROKEN : HALF)),
    };
  });
}

/**
 * The same frames, each as soon as it is whole. Where the provider ended the stream, or broke off, before the answer was complete, a
 * frame follows that says so; half a frame at such an end, which no client may read, is left out.
 */
export function wholeFrames(body: Bytes): Bytes {
  return turned(body, async () => {
    const codec = await frameCodec();
    const frames = new Frames();
    let last: Buffer | undefined;
    let isRaw = false;
    return {
      frames(piece) {
        if (isRaw) return { bytes: piece, isOver: false };
        const { frames: whole, isDamaged } = frames.push(piece);
        last = whole.at(-1) ?? last;
        // What is damaged is the client's to find.
        isRaw = isDamaged;
        return { bytes: Buffer.concat(isRaw ? [...whole, frames.rest] : whole), isOver: false };
      },
      rest: (isBroken) =>
        isRaw || (last && isLast(readOr(codec, last)))
          ? new Uint8Array(0)
          : failureFrame(codec, isBroken ? BROKEN : HALF),
    };
  });
}

function readOr(codec: Parameters<typeof readFrame>[0], frame: Buffer): Said {
  try {
    return readFrame(codec, frame);
  } catch {
    return { kind: 'other' };
  }
}

function isLast(said: Said): boolean {
  if (said.kind !== 'event') return said.kind === 'failure';
  const type = typeOf(said.json);
  return type === 'message_stop' || type === 'error';
}

function eventOf(said: Said): string {
  if (said.kind === 'other') return '';
  if (said.kind === 'failure') return failed(errorType(said.type), said.message || said.type);
  const data = said.json.replace(/\r\n|\n|\r/g, '\ndata: ');
  return `event: ${typeOf(said.json)}\ndata: ${data}\n\n`;
}

function typeOf(json: string): string {
  const { type } = JSON.parse(json) as { readonly type?: unknown };
  return typeof type === 'string' && /^\w+$/.test(type) ? type : 'message';
}

function failed(type: string, message: string): string {
  return `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type, message } })}\n\n`;
}

/** Names of Bedrock's failures, however they are cased, by what Messages calls them. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^throttling|^toomanyrequests|^servicequota/, 'rate_limit_error'],
  [/^validation/, 'invalid_request_error'],
  [/^accessdenied|^unrecognizedclient/, 'permission_error'],
  [/^invalidsignature|^expiredtoken|^missingauthentication|^incompletesignature/, 'authentication_error'],
  [/^resourcenotfound/, 'not_found_error'],
  [/^serviceunavailable|^modelnotready/, 'overloaded_error'],
  [/^modeltimeout/, 'timeout_error'],
];

/** What Messages calls a failure of Bedrock. */
export function errorType(name: string, status = 502): string {
  const known = TYPES.find(([pattern]) => pattern.test(name.toLowerCase()))?.[1];
  if (known !== undefined) return known;
  const { error } = errorBody('anthropic', status, '') as { readonly error: { readonly type: string } };
  return status >= 500 ? 'api_error' : error.type;
}
