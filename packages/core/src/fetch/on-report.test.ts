import { describe, expect, it } from 'vitest';
import type { BodyReport } from '../http/body-report.js';
import { headroomFetch } from './headroom-fetch.js';

const rows = JSON.stringify(Array.from({ length: 200 }, (_, id) => ({ id, state: id === 71 ? 'lost' : 'fine' })));
const body = JSON.stringify({
  model: 'gpt-4o',
  messages: [
    { role: 'user', content: 'Which one is lost?' },
    { role: 'assistant', tool_calls: [{ id: 'c1', type: 'function', function: { name: 'list', arguments: '{}' } }] },
    { role: 'tool', tool_call_id: 'c1', content: rows },
  ],
});

describe('onReport', () => {
  it('hears what was done with a request, and whose call it was', async () => {
    const heard: (readonly [BodyReport, RequestInit | undefined])[] = [];
    const fetch = headroomFetch({
      fetch: async () => new Response('{}'),
      onReport: (...told) => heard.push(told),
    });
    const calls = [body, '{"messages":[]}', 'no json'].map((text) => ({ method: 'POST', body: text }));
    for (const call of calls) await fetch('https://api.example/v1/chat/completions', call);
    await fetch('https://api.example/v1/models');
    expect(heard.map(([report, init]) => [report.outcome, calls.indexOf(init as never)])).toEqual([
      ['compressed', 0],
      ['unchanged', 1],
      ['skipped', 2],
    ]);
  });

  it('changes nothing by failing', async () => {
    const fetch = headroomFetch({
      fetch: async (_, init) => new Response(String(init?.body)),
      onReport: () => {
        throw new Error('broken');
      },
    });
    const sent = await fetch('https://api.example/v1/chat/completions', { method: 'POST', body: '{"messages":[]}' });
    expect(await sent.text()).toBe('{"messages":[]}');
    expect(() => headroomFetch({ onReport: 'no' as never })).toThrow(/onReport/);
    // Whoever misspells an option of the door is told the door's names too.
    expect(() => headroomFetch({ retreive: true } as never)).toThrow(/`retreive`.*Known options: retrieve, /);
  });
});
