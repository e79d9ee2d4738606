import type { ProxyCore } from '../proxy-core.js';
import type { ByteSource } from './byte-source.js';
import { endToEnd, toHeaders } from './raw-headers.js';

/** The proxy for one `Request`. Never rejects. */
export async function fetchThrough(core: ProxyCore, request: Request): Promise<Response> {
  const { pathname, search, host } = new URL(request.url);
  const rawHeaders = [...request.headers].flat();
  if (!request.headers.has('host')) rawHeaders.unshift('host', host);
  const { answer, done } = await core.handle({
    method: request.method,
    target: pathname + search,
    rawHeaders,
    body: request.body ?? undefined,
    signal: request.signal,
  });
  const { status, rawHeaders: head } = answer;
  const isBare = [204, 205, 304].includes(status) || request.method === 'HEAD';
  const body = isBare || !answer.body ? undefined : finishing(answer.body, done);
  if (!body) {
    await answer.body?.cancel();
    done();
  }
  return new Response(body ?? null, { status: status <= 599 ? status : 502, headers: toHeaders(endToEnd(head)) });
}

/** The same stream; `done` is called when it is over, has failed or is given up. */
function finishing(body: ByteSource, done: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done: isOver, value } = await reader.read();
          if (!isOver) return controller.enqueue(value);
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        done();
      },
      cancel(reason) {
        done();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
