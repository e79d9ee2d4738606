import type { Dialect } from '@headroom/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STREAMS } from '../streams.fixture.js';
import { wholeStream } from './whole-stream.js';

const given = (pieces: readonly Uint8Array[], failure?: Error) => {
  const left = [...pieces];
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = left.shift();
        if (piece) controller.enqueue(piece);
        else if (failure) controller.error(failure);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
};

/** All that comes, and whether the stream failed after it. */
async function taken(stream: ReadableStream<Uint8Array>): Promise<readonly [string, boolean]> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk);
    return [Buffer.concat(chunks).toString(), false];
  } catch {
    return [Buffer.concat(chunks).toString(), true];
  }
}

const wires = Object.keys(STREAMS) as Dialect[];
/** Where everything that makes an answer complete has been said. */
const COMPLETE: Readonly<Record<Dialect, string>> = {
  anthropic: '{"type":"message_stop"}',
  'openai-chat': '"finish_reason":"tool_calls"}]}',
  'openai-responses': '"total_tokens":13}}',
  gemini: '"finishReason":"STOP"}],"usageMetadata":{"totalTokenCount":9}}',
};

describe.each(wires)('a stream of %s', (wire) => {
  const whole = Buffer.from(STREAMS[wire]);

  it('passes as it is, however it is cut into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 80 }), async (sizes) => {
        const pieces: Buffer[] = [];
        let at = 0;
        for (const size of sizes) {
          pieces.push(whole.subarray(at, at + size));
          at += size;
        }
        pieces.push(whole.subarray(at));
        expect(await taken(wholeStream(given(pieces.filter((piece) => piece.length > 0)), wire))).toEqual([
          STREAMS[wire],
          false,
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it('says that it was cut, at every byte where it is cut, and half an event is nothing', async () => {
    const complete = whole.indexOf(COMPLETE[wire]) + Buffer.byteLength(COMPLETE[wire]);
    let silent = 0;
    for (let at = 0; at < whole.length; at++) {
      for (const failure of [undefined, new Error('reset')]) {
        const cut = whole.subarray(0, at);
        const [text, failed] = await taken(wholeStream(given([cut], failure), wire));
        expect(failed).toBe(failure !== undefined);
        const hasError = /"error"/.test(text.slice(text.lastIndexOf('data:')));
        if (at < complete && !hasError) silent++;
        if (!hasError) continue;
        const before = text.slice(
          0,
          text.lastIndexOf(wire === 'anthropic' || wire === 'openai-responses' ? 'event: error' : 'data:'),
        );
        expect(STREAMS[wire].startsWith(before)).toBe(true);
        expect(/(?:^|\n\n|\r\n\r\n)$/.test(before)).toBe(true);
      }
    }
    expect(silent).toBe(0);
  });

  it("keeps the provider's own error as its end", async () => {
    const said =
      wire === 'openai-responses' || wire === 'anthropic'
        ? 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error"}}\n\n'
        : 'data: {"error":{"message":"overloaded","code":503}}\n\n';
    expect(await taken(wholeStream(given([Buffer.from(said)]), wire))).toEqual([said, false]);
  });

  it('lets go of each event as soon as it is complete, and of nothing malformed', async () => {
    const odd = Buffer.from([...Buffer.from('data: {"a\n\ndata: '), 0xff, 0xfe, 0x0a, 0x0a]);
    let give: (bytes: Uint8Array) => void = () => {};
    const reader = wholeStream(
      new ReadableStream<Uint8Array>({
        start(controller) {
          give = (bytes) => controller.enqueue(bytes);
        },
      }),
      wire,
    ).getReader();
    for (const text of STREAMS[wire].split(/(?<=\r?\n\r?\n)/)) {
      give(Buffer.from(text));
      expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe(text);
    }
    give(odd);
    expect(Buffer.from((await reader.read()).value ?? []).equals(odd)).toBe(true);
  });
});

describe('lines that end in carriage returns', () => {
  it('are events too', async () => {
    const text = STREAMS.anthropic.replaceAll('\n', '\r');
    const bytes = Buffer.from(text);
    const pieces = [...bytes].map((byte) => Buffer.from([byte]));
    expect(await taken(wholeStream(given(pieces), 'anthropic'))).toEqual([text, false]);
  });
});
