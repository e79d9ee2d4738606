import {
  type BodyDoor,
  type BodyDoorOptions,
  type BodyReport,
  BYPASS_HEADER,
  createBodyDoor,
  readUpTo,
} from '@headroom/core/http';
import type { HonoRequest, MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';

declare module 'hono' {
  interface ContextVariableMap {
    /** What `headroom()` did with the body of this request. */
    headroom: BodyReport;
  }
}

/**
 * Middleware that shrinks the tool outputs in the bodies that a gateway forwards. What comes next reads the smaller body through
 * `c.req` or `c.req.raw`. The report is in `c.get('headroom')`.
 *
 * @example
 * ```ts
 * app.use(headroom({ mode: 'balanced' }));
 * ```
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function headroom(options: BodyDoorOptions = {}): MiddlewareHandler {
  const door = createBodyDoor(options, 'hono');
  return async (c, next) => {
    c.set('headroom', await shrink(c.req, door));
    await next();
  };
}

async function shrink(request: HonoRequest, door: BodyDoor): Promise<BodyReport> {
  const { raw, path, method } = request;
  // Nobody can read on from a request whose address cannot be read, as with the host `xn--a`; others may still answer it.
  if (!URL.canParse(raw.url)) return door.skip('address');
  const head = { method, path, headers: raw.headers };
  const wasRead = Object.keys(request.bodyCache).length > 0;
  const skipped = door.screen(head);
  if (raw.headers.get(BYPASS_HEADER) === 'true') {
    const headers = new Headers(raw.headers);
    headers.delete(BYPASS_HEADER);
    const hasBody = wasRead && takesBody(method);
    replace(request, { headers, ...(hasBody && { body: await request.arrayBuffer() }) });
  }
  if (skipped) return skipped;
  if (raw.bodyUsed && !wasRead) return door.skip('consumed');
  const { bytes, rest } = wasRead
    ? { bytes: new Uint8Array(await request.arrayBuffer()) }
    : await readUpTo(raw.body, door.maxBytes).catch(clientLeft);
  if (!bytes) {
    replace(request, { body: rest, duplex: 'half' });
    return door.skip('too_large');
  }
  if (bytes.length === 0) {
    replace(request, { body: bytes });
    return door.skip('no_body');
  }
  const { body, report } = await door.compress(bytes, head, raw.signal);
  const headers = new Headers(raw.headers);
  if (headers.has('content-length')) headers.set('content-length', String(body.length));
  replace(request, { headers, body });
  return report;
}

/** With the status that error pages understand; there is nobody left to answer. */
function clientLeft(): never {
  throw new HTTPException(400, { message: 'The client left before its body was read' });
}

/** Requests of other methods cannot be made with a body. */
export function takesBody(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/** Everything downstream asks `raw`, or what was kept of it. */
function replace(request: HonoRequest, changes: RequestInit): void {
  request.raw = new Request(request.raw, changes);
  request.bodyCache = {};
}
