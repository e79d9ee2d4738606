import type { ByteSource } from '../wire/byte-source.js';
import { wholeStream } from '../wire/whole-stream.js';
import { errorBody } from '../wire/wires.js';
import { chunkFrame, Frames, failureFrame, frameCodec, readFrame, type Said } from './event-frames.js';

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

function turned(body: ByteSource, turn: () => Promise<Turned>): Bytes {
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

/** Frames by the events they became, so that an event that nobody changed goes out in the frame it came in. */
export class KnownFrames {
  readonly #known = new Map<string, Buffer[]>();
  #others = 0;

  keep(event: string, frame: Buffer): void {
    const same = this.#known.get(event);
    if (same) same.push(frame);
    else this.#known.set(event, [frame]);
  }

  /** What stands for a frame that holds no event. */
  keepOther(frame: Buffer): string {
    const comment = `: ${this.#others++}\n\n`;
    this.keep(comment, frame);
    return comment;
  }

  take(event: string): Buffer | undefined {
    const same = this.#known.get(event);
    const frame = same?.shift();
    if (same?.length === 0) this.#known.delete(event);
    return frame;
  }
}

/**
 * The events in a stream of frames as the server-sent events of Messages, each as soon as its frame is whole. A frame that says that
 * something failed becomes the error event of Messages, as do one with a wrong checksum, which ends the stream, and an end that comes
 * too early.
 */
export function eventsOfFrames(body: ByteSource, known?: KnownFrames): Bytes {
  const events = turned(body, async () => {
    const codec = await frameCodec();
    const frames = new Frames();
    return {
      frames(piece) {
        const { frames: whole, isDamaged } = frames.push(piece);
        let text = '';
        let isOver = isDamaged;
        try {
          for (const frame of whole) text += shown(readFrame(codec, frame), frame, known);
        } catch {
          isOver = true;
        }
        return { bytes: Buffer.from(isOver ? text + failed('api_error', DAMAGED) : text), isOver };
      },
      rest: (isBroken) =>
        frames.rest.length === 0 ? new Uint8Array(0) : Buffer.from(failed('api_error', isBroken ? BROKEN : HALF)),
    };
  });
  return wholeStream(events, 'anthropic');
}

function shown(said: Said, frame: Buffer, known: KnownFrames | undefined): string {
  if (said.kind === 'other') return known?.keepOther(frame) ?? '';
  const event = eventOf(said);
  known?.keep(event, frame);
  return event;
}

/** Events of Messages in frames: in those that they came in, or in new ones. */
export function framesOfEvents(body: ByteSource, known: KnownFrames): Bytes {
  return turned(body, async () => {
    const codec = await frameCodec();
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    let held = '';
    const framed = (event: string) => known.take(event) ?? newFrame(codec, event);
    return {
      frames(piece) {
        held += decoder.decode(piece, { stream: true });
        const events = held.split(/(?<=\n\n)/);
        held = events.at(-1)?.endsWith('\n\n') ? '' : (events.pop() ?? '');
        return { bytes: Buffer.concat(events.map(framed)), isOver: false };
      },
      rest: () => (held === '' ? new Uint8Array(0) : framed(held)),
    };
  });
}

function newFrame(codec: Parameters<typeof readFrame>[0], event: string): Uint8Array {
  const json = [...event.matchAll(/^data: ?(.*)$/gm)].map(([, line]) => line).join('\n');
  if (json === '') return new Uint8Array(0);
  const { type, error } = JSON.parse(json) as {
    readonly type?: unknown;
    readonly error?: { readonly message?: unknown };
  };
  return type === 'error' ? failureFrame(codec, String(error?.message ?? '')) : chunkFrame(codec, json);
}

function eventOf(said: Exclude<Said, { readonly kind: 'other' }>): string {
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
