import { isRecord } from '../formats/record.js';
import type { Store } from '../model/store.js';
import type { ToolLoop } from '../tool-loop/index.js';
import { type SseEvent, SseParser, writeEvent } from '../tool-loop/stream/sse.js';
import { jsonOf } from '../tool-loop/stream/stream-filter.js';

/**
 * A loop whose streams of `/v1/responses` end under the id they began with, as openai 7 demands. The provider goes on from the
 * last round's id, so a request that names the shown one in `previous_response_id` is given that.
 */
export function withOneIdentity(loop: ToolLoop, store: Store, warn: (message: string) => void): ToolLoop {
  const keep = async (shown: string, real: string) => {
    try {
      await store.set(keyOf(shown), real);
    } catch {
      warn('The id of a response could not be stored; a request that continues it by id will miss its last round');
    }
  };
  return {
    async begin(request) {
      const real = await realId(request, store).catch(() => {
        warn('The id of an earlier response could not be read; the request goes on with the id it has');
        return undefined;
      });
      const turn = await loop.begin(real === undefined ? request : { ...request, previous_response_id: real });
      if (turn.offer !== 'ours' || !('input' in request)) return turn;
      return { ...turn, stream: async (body, send) => asOneResponse(await turn.stream(body, send), keep) };
    },
  };
}

function keyOf(id: string): string {
  return `response-${id}`;
}

async function realId(request: object, store: Store): Promise<string | undefined> {
  const shown = 'previous_response_id' in request ? request.previous_response_id : undefined;
  return typeof shown === 'string' ? store.get(keyOf(shown)) : undefined;
}

type Keep = (shown: string, real: string) => Promise<void>;

function asOneResponse(stream: ReadableStream<Uint8Array>, keep: Keep): ReadableStream<Uint8Array> {
  const parser = new SseParser();
  const encoder = new TextEncoder();
  let shown: string | undefined;
  const renamed = async (event: SseEvent) => {
    const data = jsonOf(event);
    if (!isRecord(data?.response) || typeof data.response.id !== 'string') return event.raw;
    const { id } = data.response;
    shown ??= id;
    if (id === shown) return event.raw;
    await keep(shown, id);
    return writeEvent(event.event, { ...data, response: { ...data.response, id: shown } });
  };
  const write = async (events: readonly SseEvent[], controller: TransformStreamDefaultController<Uint8Array>) => {
    for (const event of events) controller.enqueue(encoder.encode(await renamed(event)));
  };
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (bytes, controller) => write(parser.push(bytes), controller),
      flush: (controller) => write(parser.end(), controller),
    }),
  );
}
