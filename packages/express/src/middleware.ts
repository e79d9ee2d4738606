import {
  type BodyDoor,
  type BodyDoorOptions,
  type BodyReport,
  BYPASS_HEADER,
  createBodyDoor,
  type RequestHead,
} from '@headroom/core/http';
import type { Request, RequestHandler } from 'express';
import { peekBody, replaceBody, setHeader } from './incoming-body.js';

declare global {
  namespace Express {
    interface Request {
      /** What `headroom()` did with the body of this request. */
      headroom?: BodyReport;
    }
  }
}

/**
 * Middleware that shrinks the tool outputs in the bodies that a gateway forwards. Put it before or after a body parser: what
 * comes next reads the smaller body as a stream, or finds it in `request.body`. The report is in `request.headroom`.
 *
 * @example
 * ```ts
 * app.use(headroom({ mode: 'balanced' }));
 * ```
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function headroom(options: BodyDoorOptions = {}): RequestHandler {
  const door = createBodyDoor(options, 'express');
  return (request, response, next) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    shrink(request, door, gone.signal).then((report) => {
      request.headroom = report;
      next();
    }, next);
  };
}

/** A request on its way through the door. */
interface Passage {
  readonly request: Request;
  readonly door: BodyDoor;
  readonly head: RequestHead;
  readonly signal: AbortSignal;
}

async function shrink(request: Request, door: BodyDoor, signal: AbortSignal): Promise<BodyReport> {
  if (request.headroom && request.headroom.outcome !== 'skipped') return request.headroom;
  const get = (name: string) => request.headers[name]?.toString();
  const head = { method: request.method, path: request.originalUrl.split('?', 1)[0] ?? '', headers: { get } };
  const skipped = door.screen(head);
  if (get(BYPASS_HEADER) === 'true') setHeader(request, BYPASS_HEADER);
  if (skipped) return skipped;
  const passage = { request, door, head, signal };
  return request.readableDidRead ? shrinkParsed(passage) : shrinkStream(passage);
}

async function shrinkStream({ request, door, head, signal }: Passage): Promise<BodyReport> {
  const body = await peekBody(request, door.maxBytes);
  if (!body?.length) return door.skip(body ? 'no_body' : 'too_large');
  const { body: smaller, report } = await door.compress<Uint8Array>(body, head, signal);
  if (smaller !== body) replaceBody(request, smaller);
  return report;
}

/** After a parser: text and bytes stay what they are; of an object nobody knows yet how long it will be. */
async function shrinkParsed({ request, door, head, signal }: Passage): Promise<BodyReport> {
  const given: unknown = request.body;
  if (typeof given !== 'string' && (typeof given !== 'object' || given === null)) return door.skip('consumed');
  const { body, report } = await door.compress<string | object>(given, head, signal);
  if (body === given) return report;
  request.body = body instanceof Uint8Array ? Buffer.from(body) : body;
  const length = typeof body === 'string' || body instanceof Uint8Array ? Buffer.byteLength(body) : undefined;
  if (request.headers['content-length'] !== undefined) setHeader(request, 'content-length', length?.toString());
  return report;
}
