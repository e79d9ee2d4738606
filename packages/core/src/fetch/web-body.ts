/** The body of a response as a web stream: clients of `node-fetch` and its kin have Node's streams. Undefined for no body. */
export function webBody({ body }: Response): ReadableStream<Uint8Array> | undefined {
  const given: unknown = body;
  if (typeof given !== 'object' || given === null) return undefined;
  if ('getReader' in given) return given as ReadableStream<Uint8Array>;
  return Symbol.asyncIterator in given ? fromIterable(given as AsyncIterable<Uint8Array>) : undefined;
}

/** True where a copy of a response can be read while the response waits; copies of Node's streams block each other. */
export function canCopy({ body }: Response): boolean {
  return typeof body === 'object' && body !== null && 'getReader' in body;
}

function fromIterable(pieces: AsyncIterable<Uint8Array | string>): ReadableStream<Uint8Array> {
  const reader = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.next();
        if (done) controller.close();
        else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value);
      },
      async cancel(reason) {
        await reader.return?.(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
