import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Got } from '../echo-provider.fixture.js';
import type { ProxyOptions } from '../options.js';
import { STREAMS } from '../streams.fixture.js';
import { chunkFrame, exceptionFrame, frameOf, KEYS } from './aws-double.fixture.js';
import { type BackendDoor, backendDoor, oddBody } from './backend-door.fixture.js';
import { Frames, frameCodec, readFrame } from './event-frames.js';

const closing: BackendDoor[] = [];
afterEach(async () => {
  for (const door of closing.splice(0)) await door.close();
});

const EVENTS = [...STREAMS.anthropic.matchAll(/^data: (.*)$/gm)].map(([, json]) => json as string);
const FRAMES = EVENTS.map(chunkFrame);
const WHOLE = Buffer.concat(FRAMES);
/** A frame that holds no event of the model. */
const OTHER = frameOf({ ':event-type': 'metrics', ':message-type': 'event' }, '{"n":1}');
const STREAMED = oddBody('claude-sonnet-4-5', ',"stream":true');
const NATIVE = '/model/anthropic.m/invoke-with-response-stream';

/** A provider whose stream is these pieces; `null` breaks the connection off. */
async function streaming(pieces: () => readonly (Uint8Array | null)[], more: ProxyOptions = {}, waitMs = 0) {
  const door = await backendDoor(
    (url) => ({ name: 'bedrock', region: 'us-west-2', route: 'invoke', credentials: KEYS, url }),
    async (_: Got, response) => {
      response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream', 'x-amzn-requestid': 'r1' });
      for (const piece of pieces()) {
        if (piece === null) {
          await sleep(8);
          return void response.destroy();
        }
        response.write(piece);
        if (waitMs > 0) await sleep(waitMs);
      }
      response.end();
    },
    more,
  );
  closing.push(door);
  return door;
}

/** Every byte where it is measured; some of them in every run. */
const STEP = Number(process.env.HEADROOM_CUT_STEP ?? 97);

describe('frames for a client that speaks Messages', () => {
  it('become the events that they hold, wherever they are cut into pieces', async () => {
    let at = 0;
    const { ask } = await streaming(() => [WHOLE.subarray(0, at), WHOLE.subarray(at)]);
    for (at = 0; at < WHOLE.length; at += STEP) {
      const { status, headers, text } = await ask('/v1/messages', STREAMED);
      expect([status, headers.get('content-type'), headers.get('x-amzn-requestid')]).toEqual([
        200,
        'text/event-stream; charset=utf-8',
        'r1',
      ]);
      expect(Buffer.from(text, 'latin1').toString()).toBe(STREAMS.anthropic);
    }
  }, 60_000);

  it('come one by one', async () => {
    const { port } = await streaming(() => FRAMES, { retrieve: { tool: 'mcp__x__headroom_retrieve' } }, 25);
    const response = await fetch(`http://127.0.0.1:${port}/v1/messages`, { method: 'POST', body: STREAMED });
    let reads = 0;
    for await (const _ of response.body as unknown as AsyncIterable<Uint8Array>) reads++;
    expect(reads).toBeGreaterThanOrEqual(FRAMES.length - 2);
  });

  it.each([
    ['throttlingException', 'rate_limit_error'],
    ['modelStreamErrorException', 'api_error'],
    ['internalServerException', 'api_error'],
    ['validationException', 'invalid_request_error'],
    ['modelTimeoutException', 'timeout_error'],
    ['serviceUnavailableException', 'overloaded_error'],
  ])('that say %s in mid-stream say %s', async (exception, type) => {
    const { ask } = await streaming(() => [...FRAMES.slice(0, 3), exceptionFrame(exception, 'Too "many" tokens')]);
    const { text, isBroken } = await ask('/v1/messages', STREAMED);
    expect(text.match(/^event: error$/gm)).toHaveLength(1);
    expect(JSON.parse(text.slice(text.lastIndexOf('data: ') + 6))).toEqual({
      type: 'error',
      error: { type, message: 'Too "many" tokens' },
    });
    expect(isBroken).toBe(false);
  });

  it('that are damaged are never taken for what they seem to say', async () => {
    let damaged = WHOLE;
    const { ask } = await streaming(() => [damaged]);
    const [a, b] = [FRAMES[0]?.length ?? 0, (FRAMES[0]?.length ?? 0) + (FRAMES[1]?.length ?? 0)];
    for (let at = a; at < b; at += 7) {
      damaged = Buffer.from(WHOLE);
      damaged[at] = (damaged[at] as number) ^ 0x10;
      const { text } = await ask('/v1/messages', STREAMED);
      expect(text.match(/^event: error$/gm), `byte ${at}`).toHaveLength(1);
      expect(text).not.toContain('message_stop"}');
      expect(text).toContain('message_start');
    }
  }, 60_000);

  it('are never cut in silence', async () => {
    let cut = 0;
    let isGentle = true;
    const { ask } = await streaming(() => [WHOLE.subarray(0, cut), ...(isGentle ? [] : [null])]);
    const complete = WHOLE.length;
    for (cut = 1; cut < complete; cut += STEP) {
      for (isGentle of [true, false]) {
        const { text } = await ask('/v1/messages', STREAMED);
        expect(text.match(/^event: error$/gm), `byte ${cut}, ${isGentle}`).toHaveLength(1);
      }
    }
  }, 120_000);
});

describe('frames for a client that speaks InvokeModel', () => {
  const read = async (latin1: string) => {
    const codec = await frameCodec();
    return new Frames().push(Buffer.from(latin1, 'latin1')).frames.map((frame) => readFrame(codec, frame));
  };

  it('pass byte for byte', async () => {
    let at = 0;
    const { ask } = await streaming(() => [WHOLE.subarray(0, at), WHOLE.subarray(at)]);
    for (at = 0; at < WHOLE.length; at += STEP * 5) {
      const { headers, text } = await ask(NATIVE, '{"anthropic_version":"x","messages":[]}');
      expect(headers.get('content-type')).toBe('application/vnd.amazon.eventstream');
      expect(Buffer.from(text, 'latin1').equals(WHOLE)).toBe(true);
    }
    const padded = Buffer.concat([...FRAMES.slice(0, 2), OTHER, FRAMES[1] as Buffer, ...FRAMES.slice(2)]);
    const odd = await streaming(() => [padded]);
    for (const headers of [{}, { 'x-headroom-bypass': 'true' }] as Record<string, string>[])
      expect(Buffer.from((await odd.ask(NATIVE, '{}', headers)).text, 'latin1').equals(padded)).toBe(true);
    const exception = Buffer.concat([FRAMES[0] as Buffer, exceptionFrame('throttlingException', 'x')]);
    const other = await streaming(() => [exception]);
    expect(Buffer.from((await other.ask(NATIVE, '{}')).text, 'latin1').equals(exception)).toBe(true);
  });

  it('end with one that says so where the provider ends too early', async () => {
    let cut = 0;
    const { ask } = await streaming(() => [WHOLE.subarray(0, cut)]);
    for (cut = 1; cut < WHOLE.length; cut += STEP * 3) {
      const said = await read((await ask(NATIVE, '{}')).text);
      expect(said.at(-1)).toEqual({
        kind: 'failure',
        type: 'modelStreamErrorException',
        message: 'headroom: The provider ended the stream before the answer was complete',
      });
      expect(said.slice(0, -1).every(({ kind }) => kind === 'event')).toBe(true);
    }
  }, 60_000);
});
