/** A body that was read whole, or one that is longer than the limit, put together again as a stream. */
export type ReadBody =
  | { readonly bytes: Uint8Array<ArrayBuffer>; readonly rest?: undefined }
  | { readonly bytes?: undefined; readonly rest: ReadableStream<Uint8Array> };

/** Reads a stream to its end unless it is longer than the limit; then nothing of it is lost either. */
export async function readUpTo(stream: ReadableStream<Uint8Array> | null, limit: number): Promise<ReadBody> {
  if (!stream) return { bytes: new Uint8Array(0) };
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size <= limit) {
    const { done, value } = await reader.read();
    if (done) return { bytes: joined(chunks, size) };
    chunks.push(value);
    size += value.length;
  }
  return { rest: continued(chunks, reader) };
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function continued(chunks: Uint8Array[], reader: ReadableStreamDefaultReader<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = chunks.length > 0 ? { done: false, value: chunks.shift() } : await reader.read();
      if (value) controller.enqueue(value);
      if (done) controller.close();
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
