import { Readable } from 'node:stream';
import { Pieces } from '@headroom/core/http';
import { type Room, wholeBody } from '../door/read-body.js';
import { inflated } from '../wire/inflate.js';
import { headerIn, keptHeaders, type RawHeaders } from '../wire/raw-headers.js';
import type { Outbound } from '../wire/send-upstream.js';

/** A request with all of its body at hand, in no encoding. */
export interface WholeRequest extends Outbound {
  readonly body: Uint8Array | undefined;
}

/** A request that this backend cannot be asked. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads a request to its end, since what is changed or signed must be at hand. `done` gives its bytes back to the room.
 *
 * @throws TooLarge, NoRoom, Refused for an encoding that cannot be undone, or the error of a client that broke off.
 */
export async function wholeRequest(
  outbound: Outbound,
  room: Room,
  maxBytes: number,
): Promise<{ readonly request: WholeRequest; done(): void }> {
  let held = 0;
  const done = () => room.give(held);
  const take = (bytes: number) => {
    room.take(bytes);
    held += bytes;
  };
  const { body } = outbound;
  try {
    const bytes =
      body instanceof Readable || body instanceof ReadableStream ? await wholeBody(body, maxBytes, take) : whole(body);
    return { request: await decoded({ ...outbound, body: bytes }, maxBytes), done };
  } catch (error) {
    done();
    throw error;
  }
}

function whole(body: Uint8Array | Pieces | undefined): Uint8Array | undefined {
  return body instanceof Pieces ? body.whole() : body;
}

async function decoded(request: WholeRequest, maxBytes: number): Promise<WholeRequest> {
  const encoding = headerIn(request.rawHeaders, 'content-encoding') ?? '';
  if (request.body === undefined || encoding === '' || encoding.toLowerCase() === 'identity') return request;
  try {
    const plain = await inflated(request.body, encoding, maxBytes);
    const rawHeaders = keptHeaders(request.rawHeaders, (name) => name !== 'content-encoding');
    return withBody({ ...request, rawHeaders }, plain);
  } catch (error) {
    if (error instanceof Error && error.name === 'TooLarge') throw error;
    throw new Refused(400, 'the body is in an encoding that cannot be undone here');
  }
}

/** The same request with another body; its length stands where it stood. */
export function withBody(request: WholeRequest, body: Uint8Array): WholeRequest {
  return body === request.body
    ? request
    : { ...request, body, rawHeaders: withLength(request.rawHeaders, body.length) };
}

function withLength(headers: RawHeaders, length: number): RawHeaders {
  return headers.map((part, at) =>
    at % 2 === 1 && headers[at - 1]?.toLowerCase() === 'content-length' ? String(length) : part,
  );
}
