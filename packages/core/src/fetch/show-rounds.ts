import type { LoopTurn } from '../tool-loop/index.js';

type Fields = Readonly<Record<string, unknown>>;

/** A request that was offered the retrieve tool, and how it is sent. */
export interface OfferedRequest {
  readonly turn: LoopTurn<Fields>;
  /** The request as compressed. */
  readonly body: Fields;
  /** Posts the request of any round. */
  post(body: Fields): Promise<Response>;
  readonly signal: AbortSignal | undefined;
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
    received = isKind(latest, 'json') ? await jsonOf(latest) : undefined;
    return received;
  });
  return shown === received ? latest : withBody(latest, JSON.stringify(shown));
}

async function streamed(first: Response, { turn, body, post, signal }: OfferedRequest): Promise<Response> {
  const stream = await turn.stream(body, async (round) => {
    try {
      const response = await post(round);
      if (isKind(response, 'text/event-stream') && response.body) return response.body;
      await response.body?.cancel();
      throw new TypeError(`The provider answered ${response.status} where a stream was asked for`);
    } catch (error) {
      // Whoever gave up gets the stream's own end, not an event about it.
      if (signal?.aborted) return brokenOff(error);
      throw error;
    }
  });
  return withBody(first, stream);
}

function brokenOff(reason: unknown): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.error(reason) });
}

function isKind(response: Response, type: string): boolean {
  return response.ok && response.body !== null && (response.headers.get('content-type') ?? '').includes(type);
}

/** Undefined for what is not JSON. Reads a copy: the response itself may be what the client gets. */
async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.clone().text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The same status and headers over another body, but for the headers that measure the body. */
function withBody(response: Response, body: string | ReadableStream<Uint8Array>): Response {
  const { status, statusText, url } = response;
  const headers = new Headers(response.headers);
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) headers.delete(name);
  return Object.defineProperty(new Response(body, { status, statusText, headers }), 'url', { value: url });
}
