import { headroomFetch } from '@headroom/core/fetch';
import { chatEvents, type Say } from '../testing/chat-wire.js';
import { type Part, randomFrom } from './part.js';

interface Wire {
  opened: number;
  closed: number;
}

const log = (n: number) =>
  Array.from({ length: 300 }, (_, i) => `2026-01-06 12:00:${i % 60} INFO worker ${n} did step ${(i * n) % 97}`).join(
    '\n',
  );

/** Streams with hidden retrieves, many at once, half of them given up by the client at some moment. */
export const streams: Part = {
  name: 'Streams',
  async run(scale) {
    const count = scale === 'full' ? 500 : 60;
    const wire: Wire = { opened: 0, closed: 0 };
    const faults = new Map<string, number>();
    const unhandled = (reason: unknown) => note(faults, `unhandled rejection ${(reason as Error)?.name}`);
    process.on('unhandledRejection', unhandled);
    const client = headroomFetch({ retrieve: true, fetch: provider(wire) });
    let aborted = 0;
    for (let from = 0; from < count; from += 20)
      await Promise.all(
        Array.from({ length: Math.min(20, count - from) }, async (_, i) => {
          const ended = await readOne(client, from + i);
          if (ended === 'aborted') aborted++;
          else if (ended !== 'whole') note(faults, ended);
        }),
      );
    await new Promise((resolve) => setTimeout(resolve, 200));
    process.off('unhandledRejection', unhandled);
    if (wire.closed !== wire.opened)
      note(faults, `${wire.opened - wire.closed} streams of the provider were left open`);
    const named = [...faults].map(([fault, times]) => `${fault} (${times}x)`);
    return [
      { what: 'streams with hidden retrieves', tried: count, faults: named, note: `${aborted} were given up midway` },
    ];
  },
};

function note(faults: Map<string, number>, fault: string): void {
  faults.set(fault, (faults.get(fault) ?? 0) + 1);
}

/** One conversation: the model looks once into the original, then answers and calls the client's own tool. */
async function readOne(client: typeof fetch, n: number): Promise<string> {
  const random = randomFrom(n);
  const controller = new AbortController();
  const givesUp = n % 2 === 1;
  const patience = Math.floor(random() * 30);
  const messages = [
    { role: 'user', content: `n=${n}: what did the worker do?` },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'run', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'c', content: log(n + 1) },
  ];
  const tools = [{ type: 'function', function: { name: 'run', parameters: { type: 'object', properties: {} } } }];
  const body = JSON.stringify({ model: 'gpt-4o', stream: true, messages, tools });
  try {
    const headers = { 'content-type': 'application/json' };
    const request = client('http://provider.test/v1/chat/completions', {
      method: 'POST',
      headers,
      body,
      signal: controller.signal,
    });
    if (givesUp) setTimeout(() => controller.abort(), patience * 3);
    const response = await request;
    let text = '';
    const decoder = new TextDecoder();
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>)
      text += decoder.decode(part, { stream: true });
    if (text.includes('headroom_retrieve')) return 'a hidden call was shown';
    if (!words(text).includes(`answer for ${n} after a look`)) return 'an answer was lost, or is not its own';
    return text.includes('"name":"run"') ? 'whole' : "the client's own call was lost";
  } catch (error) {
    if (controller.signal.aborted) return 'aborted';
    return `failed with ${(error as Error).name}`;
  }
}

function words(stream: string): string {
  const events = stream.split('\n').filter((line) => line.startsWith('data: {'));
  return events.map((line) => JSON.parse(line.slice(6)).choices?.[0]?.delta?.content ?? '').join('');
}

/** A provider in this process that looks into the original once and then answers, in small pieces with pauses. */
function provider(wire: Wire): typeof fetch {
  return async (_, init) => {
    init?.signal?.throwIfAborted();
    const body = JSON.parse(
      typeof init?.body === 'string' ? init.body : new TextDecoder().decode(init?.body as Uint8Array),
    );
    const texts: string[] = body.messages.map((message: { content?: unknown }) => String(message.content ?? ''));
    const n = /n=(\d+):/.exec(texts[0] ?? '')?.[1];
    const hash = /hash=([0-9a-f]{24})/.exec(texts[2] ?? '')?.[1];
    const looked = body.messages.length > 3;
    const say: Say =
      looked || !hash
        ? {
            text: `answer for ${n} after ${looked ? 'a look' : 'nothing'}`,
            calls: [{ id: 'own', name: 'run', args: { n } }],
          }
        : { text: 'Let me look. ', calls: [{ id: 'ours', name: 'headroom_retrieve', args: { hash } }] };
    return new Response(stream(say, wire, init?.signal ?? undefined), {
      headers: { 'content-type': 'text/event-stream' },
    });
  };
}

function stream(say: Say, wire: Wire, signal: AbortSignal | undefined): ReadableStream<Uint8Array> {
  const events = chatEvents(say, 1);
  const encoder = new TextEncoder();
  let isOpen = true;
  wire.opened++;
  const close = () => {
    if (isOpen) wire.closed++;
    isOpen = false;
  };
  return new ReadableStream({
    start(controller) {
      signal?.addEventListener('abort', () => {
        if (isOpen) controller.error(signal.reason);
        close();
      });
    },
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (!isOpen) return;
      const next = events.next();
      controller.enqueue(encoder.encode(next.done ? 'data: [DONE]\n\n' : `data: ${JSON.stringify(next.value)}\n\n`));
      if (!next.done) return;
      controller.close();
      close();
    },
    cancel: close,
  });
}
