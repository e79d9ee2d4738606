import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ProxyCore } from '../proxy-core.js';
import type { ByteReader, ByteSource } from '../wire/byte-source.js';
import { Inflow } from '../wire/inflow.js';
import type { Answer, Incoming } from '../wire/messages.js';
import { endToEnd, headerIn } from '../wire/raw-headers.js';

/** A request of Node as the proxy takes it. */
export function incomingOf(request: IncomingMessage, signal: AbortSignal): Incoming {
  const { rawHeaders, method = 'GET', url: target = '/' } = request;
  const length = headerIn(rawHeaders, 'content-length');
  const hasBody = (length !== undefined && length !== '0') || headerIn(rawHeaders, 'transfer-encoding') !== undefined;
  return { method, target, rawHeaders, body: hasBody ? request : undefined, signal };
}

/** Answers one request of Node through the proxy. Never rejects. */
export async function answerNode(core: ProxyCore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  const onClose = () => {
    if (!response.writableFinished) gone.abort(new Error('The client is gone'));
  };
  response.on('close', onClose);
  response.sendDate = false;
  const { answer, done } = await core.handle(incomingOf(request, gone.signal));
  try {
    await write(answer, request, response, gone.signal);
  } finally {
    done();
  }
}

async function write(
  answer: Answer,
  request: IncomingMessage,
  response: ServerResponse,
  gone: AbortSignal,
): Promise<void> {
  if (gone.aborted) return void (await answer.body?.cancel(gone.reason).catch(() => undefined));
  const isClosing = headerIn(answer.rawHeaders, 'connection') === 'close';
  const headers = endToEnd(answer.rawHeaders);
  if (isClosing || !request.complete) headers.push('connection', 'close');
  let reader: ByteReader | undefined;
  try {
    if (answer.statusText) response.writeHead(answer.status, answer.statusText, headers);
    else response.writeHead(answer.status, headers);
    // Short answers are there as a whole: one write.
    const all = restOf(answer.body);
    if (all) return void response.end(all);
    // What says nothing yet is there all the same; `flushHeaders()` would spell the headers in UTF-8.
    response.write(NOTHING);
    reader = answer.body?.getReader();
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) break;
      if (!response.write(value)) await drained(response, gone);
      if (gone.aborted) return void (await reader?.cancel(gone.reason));
    }
    response.end();
  } catch (error) {
    await (reader ?? answer.body)?.cancel(error).catch(() => undefined);
    // The client has what there was, and sees that it is not all.
    if (response.headersSent) response.socket?.destroySoon();
    else response.destroy();
  }
}

const NOTHING = Buffer.alloc(0);

function restOf(body: ByteSource | undefined): Uint8Array | undefined {
  return body instanceof Inflow ? body.takeRest() : undefined;
}

function drained(response: ServerResponse, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go);
      gone.removeEventListener('abort', go);
      resolve();
    };
    response.once('drain', go);
    gone.addEventListener('abort', go, { once: true });
  });
}
