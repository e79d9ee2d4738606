/** What reads bytes piece by piece. */
export interface ByteReader {
  read(): Promise<
    | { readonly done: false; readonly value: Uint8Array }
    | { readonly done: true; readonly value?: Uint8Array | undefined }
  >;
  cancel(reason?: unknown): Promise<void>;
}

/** Bytes as they come: a Web stream, or a source of ours that does without what those cost. */
export interface ByteSource {
  getReader(): ByteReader;
  cancel(reason?: unknown): Promise<void>;
}

/** The same as a Web stream, for whoever needs one. */
export function webStream(source: ByteSource): ReadableStream<Uint8Array> {
  if (source instanceof ReadableStream) return source;
  const reader = source.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** All of a source. @throws the source's own error */
export async function bytesOf(source: ByteSource): Promise<Uint8Array> {
  const reader = source.getReader();
  const pieces: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);
    pieces.push(value);
  }
}
