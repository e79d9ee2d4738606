import type { IncomingMessage } from 'node:http';

/**
 * Reads a body to its end and puts it back, so that whoever comes next finds it unread. Undefined when it is longer than the
 * limit; then the part that was read is put back in front of the rest. Rejects when the client leaves.
 */
export function peekBody(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    if (incoming.destroyed) return reject(clientLeft());
    // Listening to a stream that has come to an end without a byte would end it, and nobody after us would hear of that.
    if (incoming.complete && incoming.readableLength === 0) return resolve(Buffer.alloc(0));
    const chunks: Buffer[] = [];
    let size = 0;
    let isDone = false;
    const releaseEnd = holdEnd(incoming, () => finish());
    const letGo = () => incoming.off('readable', take).off('end', finish).off('error', fail).off('close', fail);
    const fail = () => {
      letGo();
      releaseEnd();
      reject(clientLeft());
    };
    const drain = () => {
      for (let chunk = incoming.read(); chunk !== null; chunk = incoming.read()) {
        chunks.push(chunk);
        size += chunk.length;
      }
    };
    const take = () => {
      drain();
      if (size > limit || incoming.complete) finish();
    };
    const finish = () => {
      if (isDone) return;
      isDone = true;
      drain();
      letGo();
      const body = Buffer.concat(chunks);
      // In the same tick as the last read: a stream that is given something back does not end.
      if (size > 0) incoming.unshift(body);
      // Listening to it has asked it to read on, which it does at the end of this tick.
      setImmediate(() => {
        releaseEnd();
        resolve(size <= limit ? body : undefined);
      });
    };
    incoming.on('readable', take).on('end', finish).on('error', fail).on('close', fail);
  });
}

/**
 * Keeps a stream from ending while its body is looked at: a stream that has ended without a byte cannot be given back. What is
 * returned lets the end come.
 */
function holdEnd(incoming: IncomingMessage, onEnd: () => void): () => void {
  const { push } = incoming;
  let held = false;
  incoming.push = (chunk, encoding) => {
    if (chunk !== null) return push.call(incoming, chunk, encoding);
    held = true;
    onEnd();
    return false;
  };
  return () => {
    delete (incoming as Partial<Pick<IncomingMessage, 'push'>>).push;
    if (held) incoming.push(null);
  };
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
