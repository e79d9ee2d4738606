import { metrics, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { memory } from '../ccr/memory-store.js';
import { createHeadroom } from '../compress.js';
import { openDoor } from '../door/open-door.js';
import { headroomFetch } from '../fetch/headroom-fetch.js';
import { createBodyDoor } from '../http/body-door.js';
import { createLedger } from '../ledger/ledger.js';
import type { Saving } from './saving.js';

const head = { method: 'POST', headers: { get: () => undefined } };
const SECRET = 'xylophone-4711';
const log = Array.from(
  { length: 400 },
  (_, i) => `2026-01-01T00:00:${i % 60} INFO request ${i} of ${SECRET} served`,
).join('\n');
const request = (model = 'gpt-4o') => ({
  model,
  messages: [
    { role: 'user', content: `Is ${SECRET} healthy?` },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'Bash', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'c', content: log },
  ],
});

afterEach(() => {
  trace.disable();
  metrics.disable();
  vi.restoreAllMocks();
});

describe('what an engine reports', () => {
  it('adds up calls and retrievals, at cache prices where a text is sent again', async () => {
    const headroom = createHeadroom({ door: 'api' });
    const first = await headroom.compress(request());
    const saved = first.tokensSaved;
    const once = headroom.stats();
    await headroom.compress(request());
    await headroom.retrieve(first.ccrHashes[0] ?? '', { lines: '1-3' });
    await headroom.simulate(request());
    const { total, tools, doors, models, calls } = headroom.stats();
    expect(calls).toBe(2);
    expect(once.total.dollars).toBeCloseTo((saved * 2.5) / 1e6, 12);
    expect(total).toMatchObject({ texts: 2, tokensSaved: 2 * saved, tokensSavedAgain: saved, retrievals: 1 });
    const { tokensRetrieved } = total;
    expect(tokensRetrieved).toBeGreaterThan(10);
    // The retrieval names no model, but what it brought back was sent to one.
    expect(models['gpt-4o']?.dollars).toBeCloseTo(((saved - tokensRetrieved) * 2.5 + saved * 1.25) / 1e6, 12);
    expect(tools.Bash).toMatchObject({ retrievals: 1, tokensRetrieved });
    expect(tools.Bash?.tokensSaved).toBe(2 * saved);
    expect(doors.api?.texts).toBe(2);
  });

  it('counts under the name of the door, unless the options or the engine say another', async () => {
    const body = JSON.stringify(request());
    const one = createHeadroom();
    const fetch = async () => new Response('{}');
    await headroomFetch({ headroom: one, fetch })('https://api.openai.com/v1/chat/completions', {
      method: 'POST',
      body,
    });
    await createBodyDoor({ headroom: one }, 'express').compress(body, { ...head, path: '/v1/chat/completions' });
    const door = openDoor({ headroom: one }, 'langchain');
    await door.headroom.compress(request(), door.options);
    const own = openDoor({ headroom: one, door: 'nightly' }, 'langchain');
    await own.headroom.compress(request(), own.options);
    expect(Object.keys(one.stats().doors).sort()).toEqual(['express', 'fetch', 'langchain', 'nightly']);
    const two = createHeadroom({ door: 'api' });
    const other = openDoor({ headroom: two }, 'langchain');
    await other.headroom.compress(request(), other.options);
    expect(Object.keys(two.stats().doors)).toEqual(['api']);
  });

  it('names the counter of unknown models, in result and stats', async () => {
    const headroom = createHeadroom();
    expect((await headroom.compress(request('kimi-k2'))).counter).toBe('o200k_base (estimate)');
    expect((await headroom.compress(request())).counter).toBe('o200k_base');
    expect(headroom.stats().models).toMatchObject({
      'kimi-k2': { counter: 'o200k_base (estimate)', dollars: undefined },
      'gpt-4o': { counter: 'o200k_base' },
    });
  });

  it('tells every saving, logs one line a call, and shows nothing of the prompt', async () => {
    const savings: Saving[] = [];
    const lines: string[] = [];
    const headroom = createHeadroom({ onSaved: (saving) => savings.push(saving), log: (line) => lines.push(line) });
    const { tokensSaved, ccrHashes } = await headroom.compress(request());
    await headroom.compress([{ role: 'user', content: 'hello' }]);
    await headroom.retrieve(ccrHashes[0] ?? '');
    expect(savings).toHaveLength(1);
    expect(savings[0]).toMatchObject({
      model: 'gpt-4o',
      format: 'openai-chat',
      texts: 1,
      tools: { Bash: tokensSaved },
    });
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(
      /^headroom: openai-chat gpt-4o, \d+ -> \d+ tokens \([\d.]+ % saved\), 1 of 2 texts: log -\d+; \d+ ms, o200k_base$/,
    );
    for (const shown of [...lines, JSON.stringify(savings), JSON.stringify(headroom.stats())])
      expect(shown).not.toContain(SECRET);
    const error = vi.spyOn(console, 'error').mockReturnValue();
    await createHeadroom({ log: true }).compress(request());
    expect(error).toHaveBeenCalledTimes(1);
  });

  it('tells what is saved again, and adds up to what the sums say', async () => {
    const savings: Saving[] = [];
    const headroom = createHeadroom({ onSaved: (saving) => savings.push(saving) });
    for (let i = 0; i < 3; i++) await headroom.compress(request());
    const [first, ...others] = savings;
    expect(first?.tokensSavedAgain).toBe(0);
    for (const { tokensSaved, tokensSavedAgain } of others) expect(tokensSavedAgain).toBe(tokensSaved);
    const { total } = headroom.stats();
    expect(savings.reduce((sum, { dollars = 0 }) => sum + dollars, 0)).toBeCloseTo(total.dollars ?? -1, 12);
  });

  it('never fails a call', async () => {
    const broken = () => {
      throw new Error('no');
    };
    const late = () => Promise.reject(new Error('later'));
    const ledger = { ...createLedger({ store: memory() }), record: broken, recordRetrieval: broken };
    const headroom = createHeadroom({ onSaved: late as never, log: broken, ledger: ledger as never });
    expect((await headroom.compress(request())).compressed).toBe(true);
  });

  it('books in the ledger of its store', async () => {
    const store = memory();
    const headroom = createHeadroom({ store, ledger: true, door: 'job' });
    const { tokensSaved } = await headroom.compress(request());
    createHeadroom({ store, ledger: true }).compressSync(request());
    const report = await createLedger({ store }).report();
    expect(report.total.tokensSaved).toBe(0);
    await new Promise((done) => setTimeout(done, 1200));
    expect((await createLedger({ store }).report()).doors.job?.tokensSaved).toBe(tokensSaved);
    const plain = { get: () => undefined, set: () => undefined, delete: () => undefined };
    expect(() => createHeadroom({ store: plain, ledger: true })).toThrow(/shared `store`/);
    expect(() => createHeadroom({ ledger: 5 as never })).toThrow(/createLedger/);
    expect(openDoor({ headroom, ledger: true, door: 'nightly' }).options.door).toBe('nightly');
  });

  it('traces and measures where a program registered providers', async () => {
    const spans = new InMemorySpanExporter();
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const meters = new MeterProvider({
      readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 })],
    });
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }));
    metrics.setGlobalMeterProvider(meters);
    const headroom = createHeadroom();
    const { tokensSaved, ccrHashes } = await headroom.compress(request());
    await headroom.retrieve(ccrHashes[0] ?? '', { lines: '1' });
    const [span] = spans.getFinishedSpans();
    expect(span?.name).toBe('compress gpt-4o');
    expect(span?.attributes).toMatchObject({
      'gen_ai.operation.name': 'compress',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.provider.name': 'openai',
      'headroom.tokens.saved': tokensSaved,
      'headroom.counter': 'o200k_base',
    });
    await meters.forceFlush();
    const found = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
    const value = (name: string) => found.find(({ descriptor }) => descriptor.name === name)?.dataPoints[0]?.value;
    expect(value('headroom.tokens.saved')).toBe(tokensSaved);
    expect(value('headroom.tokens.retrieved')).toBeGreaterThan(0);
    expect(JSON.stringify([span?.attributes, found])).not.toContain(SECRET);
    await meters.shutdown();
  });
});
