import type { Warning } from '../model/report.js';
import type { LoopTurn } from '../tool-loop/index.js';
import { RoundError } from '../tool-loop/stream/round-error.js';
import { canCopy, webBody } from './web-body.js';

type Fields = Readonly<Record<string, unknown>>;

/** A request that was offered the retrieve tool, and how it is sent. */
export interface OfferedRequest {
  readonly turn: LoopTurn<Fields>;
  /** The request as compressed. */
  readonly body: Fields;
  /** Posts the request of any round. */
  post(body: Fields): Promise<Response>;
  readonly signal: AbortSignal | undefined;
  readonly warn: (warning: Warning) => void;
}

/**
 * Sends an offered request and answers our calls in what comes back, so that the client gets one response of the kind it
 * asked for. Errors of the provider, in any round, are the client's to see: it knows when to try again.
 */
export async function showRounds(request: OfferedRequest): Promise<Response> {
  const first = await request.post(request.body);
  const takenUp = {
    ...request,
    post: async (body: Fields) => (body === request.body ? first : request.post(body)),
  };
  if (isKind(first, 'text/event-stream')) return streamed(first, takenUp);
  return isKind(first, 'json') ? plain(first, takenUp) : first;
}

async function plain(first: Response, { turn, body, post }: OfferedRequest): Promise<Response> {
  let latest = first;
  let received: unknown;
  const shown = await turn.run<unknown>(body, async (round) => {
    latest = await post(round);
    received = undefined;
    if (!isKind(latest, 'json')) return undefined;
    const text = await textOf(latest);
    // The response itself may be what the client gets.
    if (!canCopy(latest)) latest = withBody(latest, text);
    received = parsed(text);
    return received;
  });
  return shown === received ? latest : withBody(latest, JSON.stringify(shown));
}

/**
 * The response comes with the first thing to show: until then a later round that fails is the provider's answer, with its
 * status and headers. After that the stream ends with the provider's words.
 */
async function streamed(first: Response, { turn, body, post, signal, warn }: OfferedRequest): Promise<Response> {
  let refused: Response | undefined;
  const stream = await turn.stream(body, async (round) => {
    try {
      const response = await post(round);
      const bytes = isKind(response, 'text/event-stream') ? webBody(response) : undefined;
      if (bytes) return bytes;
      const text = await response.text();
      refused = withBody(response, text);
      throw new RoundError(response.status, parsed(text) ?? text.slice(0, LONGEST_WORDS));
    } catch (error) {
      // Whoever gave up gets the stream's own end, not an event about it.
      if (signal?.aborted) return brokenOff(error);
      const status = error instanceof RoundError ? ` (${error.status})` : '';
      warn({ code: 'retrieve_failed', message: `The round after an original was brought back failed${status}` });
      throw error;
    }
  });
  const reader = stream.getReader();
  const start = await reader.read();
  if (!refused || refused.ok) return withBody(first, resumed(start, reader));
  await reader.cancel();
  return refused;
}

/** Most characters of an answer that is not JSON that are shown. */
const LONGEST_WORDS = 500;

type Piece = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>['read']>>;

/** A stream from its first piece on. */
function resumed(start: Piece, reader: ReadableStreamDefaultReader<Uint8Array>): ReadableStream<Uint8Array> {
  let next: Piece | undefined = start;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = next ?? (await reader.read());
        next = undefined;
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

function brokenOff(reason: unknown): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.error(reason) });
}

function isKind(response: Response, type: string): boolean {
  return response.ok && response.body !== null && (response.headers.get('content-type') ?? '').includes(type);
}

function textOf(response: Response): Promise<string> {
  return (canCopy(response) ? response.clone() : response).text();
}

/** Undefined for what is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The same status and headers over another body, but for the headers that measure the body. */
function withBody(response: Response, body: string | ReadableStream<Uint8Array>): Response {
  const { status, statusText, url } = response;
  const headers = new Headers([...response.headers]);
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) headers.delete(name);
  return Object.defineProperty(new Response(body, { status, statusText, headers }), 'url', { value: url });
}
