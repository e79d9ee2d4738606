import { describe, expect, it } from 'vitest';
import { HeadroomError } from '../model/errors.js';
import { httpConversations } from '../testing/http-conversations.js';
import { createBodyDoor } from './body-door.js';
import { readUpTo } from './read-up-to.js';

const head = (path: string, headers: Record<string, string> = {}, method = 'POST') => ({
  method,
  path,
  headers: new Headers({ 'content-type': 'application/json', ...headers }),
});
const reasonOf = (given: ReturnType<typeof head>) => {
  const report = createBodyDoor({ maxBytes: 1000 }).screen(given);
  return report?.outcome === 'skipped' ? report.reason : report?.outcome;
};

describe('createBodyDoor', () => {
  it.each([
    '/v1/chat/completions',
    '/openai/deployments/mine/chat/completions',
    '/v1/responses',
    '/v1/messages',
    '/v1/messages/count_tokens',
    '/v1beta/models/gemini-2.5-pro:streamGenerateContent',
  ])('takes conversations at %s', (path) => {
    expect(reasonOf(head(path))).toBeUndefined();
    expect(reasonOf(head(path, { 'content-type': 'application/vnd.api+json; charset=utf-8' }))).toBeUndefined();
  });

  it.each([
    ['method', head('/v1/messages', {}, 'GET')],
    ['address', head('/v1/messages/batches')],
    ['address', head('/v1/compress')],
    ['content_type', head('/v1/messages', { 'content-type': 'multipart/form-data; boundary=json' })],
    ['no_body', head('/v1/messages', { 'content-length': '0' })],
    ['too_large', head('/v1/messages', { 'content-length': '1001' })],
    ['encoded', head('/v1/messages', { 'content-encoding': 'br' })],
    ['sealed', head('/v1/messages', { 'content-md5': 'x' })],
    ['bypass', head('/v1/messages', { 'x-headroom-bypass': 'true' })],
  ])('leaves out for its %s', (reason, given) => {
    expect(reasonOf(given)).toBe(reason);
  });

  it('shrinks what a parser made of a body, and keeps the given object as it is', async () => {
    for (const { json, path } of httpConversations()) {
      const parsed = JSON.parse(json);
      const { body, report } = await createBodyDoor().compress(parsed as object, head(path));
      expect(report.outcome).toBe('compressed');
      expect(JSON.stringify(body).length).toBeLessThan(json.length * 0.8);
      expect(parsed).toEqual(JSON.parse(json));
    }
  });

  it.each([{ takes: '/v1' }, { maxBytes: Number.NaN }, { headroom: 1 }, { tokens: 5 }])('refuses %j', (options) => {
    expect(() => createBodyDoor(options as object)).toThrow(HeadroomError);
  });
});

describe('a listener of a door', () => {
  it('may throw without a request being lost', () => {
    const onWarning = () => {
      throw new Error('listener');
    };
    const door = createBodyDoor({ onWarning });
    expect(door.skip('encoded')).toMatchObject({ outcome: 'skipped' });
    expect(door.screen(head('/v1/messages', { 'content-encoding': 'br' }))).toMatchObject({ reason: 'encoded' });
  });
});

describe('readUpTo', () => {
  const stream = (...chunks: string[]) => new Blob(chunks).stream() as ReadableStream<Uint8Array>;

  it('reads a stream that fits, or gives it back whole', async () => {
    expect(new TextDecoder().decode((await readUpTo(stream('ab', 'cd'), 4)).bytes)).toBe('abcd');
    expect((await readUpTo(null, 4)).bytes).toHaveLength(0);
    const { rest } = await readUpTo(stream('ab', 'cd', 'ef'), 3);
    expect(await new Response(rest).text()).toBe('abcdef');
  });

  it('passes a failure on', async () => {
    const failing = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('gone')) });
    await expect(readUpTo(failing, 4)).rejects.toThrow('gone');
  });
});
