import type { IncomingMessage } from 'node:http';

/**
 * Reads a body to its end and puts it back, so that whoever comes next finds it unread. Undefined when it is longer than the
 * limit; then the part that was read is put back in front of the rest. Rejects when the client leaves.
 */
export function peekBody(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const letGo = () => incoming.off('readable', take).off('end', take).off('error', fail).off('close', fail);
    const fail = () => {
      letGo();
      reject(clientLeft());
    };
    const take = () => {
      for (let chunk = incoming.read(); chunk !== null; chunk = incoming.read()) {
        chunks.push(chunk);
        size += chunk.length;
      }
      if (!incoming.complete && size <= limit) return;
      letGo();
      const body = Buffer.concat(chunks);
      // In the same tick as the last read: a stream that is given something back does not end.
      if (size > 0) incoming.unshift(body);
      resolve(size <= limit ? body : undefined);
    };
    if (incoming.destroyed) return reject(clientLeft());
    incoming.on('readable', take).on('end', take).on('error', fail).on('close', fail);
  });
}

/** The error of body parsers for the same event, with the status that error pages understand. */
function clientLeft(): Error {
  return Object.assign(new Error('The client left before its body was read'), { status: 400, type: 'request.aborted' });
}

/** Puts another body in the place of the one that {@link peekBody} put back. */
export function replaceBody(incoming: IncomingMessage, body: Uint8Array): void {
  while (incoming.read() !== null);
  incoming.unshift(body);
  if (incoming.headers['content-length'] !== undefined) setHeader(incoming, 'content-length', String(body.length));
}

/** Sets or takes off a header of a request, in both forms that proxies forward. */
export function setHeader({ headers, rawHeaders }: IncomingMessage, name: string, value?: string): void {
  if (value === undefined) delete headers[name];
  else headers[name] = value;
  for (let at = rawHeaders.length - 2; at >= 0; at -= 2) {
    if (rawHeaders[at]?.toLowerCase() !== name) continue;
    if (value === undefined) rawHeaders.splice(at, 2);
    else rawHeaders[at + 1] = value;
  }
}
