import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { CONVERSATIONS, echoProvider, type Got, rows } from '../echo-provider.fixture.js';
import { serveProxy } from '../node/serve-proxy.js';
import type { ProxyOptions } from '../options.js';
import { createProxy } from '../proxy.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serving(options: ProxyOptions = {}, status = 200) {
  const provider = await echoProvider((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end('{"secret":"of-the-answer"}');
  });
  const running = await serveProxy(
    createProxy({ upstreams: { anthropic: provider.url, openai: provider.url }, ...options }),
    { drainMs: 0 },
  );
  closing.push(provider.close, running.close);
  const { path, body } = CONVERSATIONS.anthropic as (typeof CONVERSATIONS)[string];
  const ask = async (target = path, headers: Record<string, string> = {}) => {
    const answer = await fetch(`http://127.0.0.1:${running.port}${target}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': 'secret-key', ...headers },
      body: JSON.stringify(body(rows())).replace('Which', 'secret-prompt'),
    });
    await answer.text();
    // What is over is written a moment later.
    await new Promise((resolve) => setTimeout(resolve, 20));
    return answer.status;
  };
  return { provider, ask, last: () => provider.got.at(-1) as Got };
}

describe('a log', () => {
  it('has a line for a request, with names and numbers and nothing that anybody said', async () => {
    const lines: string[] = [];
    const log = pino({ base: null }, { write: (line: string) => void lines.push(line) });
    const { ask } = await serving({ log, auth: { tokens: { team: 'secret-token-of-a-team' } } });
    expect(await ask('/key/secret-token-of-a-team/v1/messages?key=secret-query')).toBe(200);
    expect(await ask('/v1/messages?secret-query')).toBe(401);
    const [first, second, ...more] = lines.map((line) => JSON.parse(line));
    expect(first).toMatchObject({
      level: 30,
      msg: 'request',
      method: 'POST',
      path: '/v1/messages',
      tenant: 'team',
      upstream: 'anthropic',
      outcome: 'compressed',
      status: 200,
      ms: expect.any(Number),
      tokensBefore: expect.any(Number),
    });
    expect(first.tokensAfter).toBeLessThan(first.tokensBefore);
    expect(second).toMatchObject({ outcome: 'refused', status: 401 });
    expect(more).toEqual([]);
    expect(lines.join()).not.toMatch(/secret/);
  });

  it('warns of failures, and a logger that fails harms nobody', async () => {
    const lines: string[] = [];
    const log = pino({ base: null }, { write: (line: string) => void lines.push(line) });
    const { ask } = await serving({ log }, 503);
    expect(await ask()).toBe(503);
    expect(JSON.parse(lines.join(''))).toMatchObject({ level: 40, status: 503 });
    const broken = () => {
      throw new Error('no disk');
    };
    expect(await (await serving({ log: { info: broken, warn: broken } })).ask()).toBe(200);
    expect(() => createProxy({ log: {} as never })).toThrow('log');
  });
});

/** As much of a context manager as a program's SDK brings. */
function remembering() {
  const held = new AsyncLocalStorage<Context>();
  return {
    active: () => held.getStore() ?? ROOT_CONTEXT,
    with: (own: Context, work: (...args: unknown[]) => unknown, self?: unknown, ...args: unknown[]) =>
      held.run(own, () => work.apply(self, args)),
    bind: (_: Context, target: unknown) => target,
    enable: () => undefined,
    disable: () => undefined,
  };
}

describe('traces', () => {
  it("have a span for the request under the client's own, and within it those of the engine and of what was sent", async () => {
    const exporter = new InMemorySpanExporter();
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
    context.setGlobalContextManager(remembering() as never);
    propagation.setGlobalPropagator({
      inject: () => undefined,
      fields: () => ['traceparent'],
      extract: (at, carrier, getter) => {
        const [, traceId = '', spanId = ''] = String(getter.get(carrier, 'traceparent')).split('-');
        return spanId === '' ? at : trace.setSpanContext(at, { traceId, spanId, traceFlags: 1, isRemote: true });
      },
    });
    closing.push(
      () => trace.disable(),
      () => context.disable(),
      () => propagation.disable(),
    );
    const { ask, last } = await serving();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    expect(await ask('/v1/messages', { traceparent })).toBe(200);
    const spans = exporter.getFinishedSpans();
    const named = (name: string) => spans.filter((span) => span.name.startsWith(name));
    const [whole] = named('POST anthropic');
    const [sent] = named('send anthropic');
    const [compressed] = named('compress');
    expect([whole?.parentSpanContext?.spanId, whole?.spanContext().traceId]).toEqual([
      'b7ad6b7169203331',
      '0af7651916cd43dd8448eb211c80319c',
    ]);
    for (const inner of [sent, compressed]) expect(inner?.parentSpanContext?.spanId).toBe(whole?.spanContext().spanId);
    expect(whole?.attributes).toMatchObject({ 'http.response.status_code': 200, 'headroom.outcome': 'compressed' });
    expect(JSON.stringify(spans.map(({ name, attributes }) => [name, attributes]))).not.toMatch(/secret/);
    // The client's header goes on as it is; none is made up.
    expect(last().rawHeaders).toContain(traceparent);
    await ask('/v1/messages');
    expect(last().rawHeaders.map((part) => part.toLowerCase())).not.toContain('traceparent');
  });
});
