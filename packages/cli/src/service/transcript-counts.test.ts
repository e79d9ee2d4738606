import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memory } from '@headroom/core';
import { Feed } from '@headroom/dashboard';
import { afterAll, describe, expect, it } from 'vitest';
import { sessionIn } from './session-in.js';
import { TranscriptCounts } from './transcript-counts.js';

const folder = mkdtempSync(join(tmpdir(), 'headroom-counts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const START = Date.parse('2026-03-01T10:00:00Z');
const line = (type: string, second: number, more: object) =>
  `${JSON.stringify({ type, uuid: `u${second}`, sessionId: 's', timestamp: new Date(START + second * 1000).toISOString(), ...more })}\n`;
const asked = (second: number) => line('user', second, { message: { role: 'user', content: 'Which?' } });
const answer = (id: string, second: number, read: number, written: number, more: object = {}) =>
  line('assistant', second, {
    message: {
      id,
      role: 'assistant',
      model: 'claude-sonnet-4-5',
      content: [{ type: 'tool_use', id: `t${id}`, name: 'Bash', input: {} }],
      usage: {
        input_tokens: 10,
        cache_read_input_tokens: read,
        cache_creation_input_tokens: written,
        output_tokens: 5,
      },
    },
    ...more,
  });
const result = (id: string, second: number) =>
  line('user', second, {
    message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: `t${id}`, content: 'x' }] },
  });
const old = (path: string) => utimesSync(path, new Date(START), new Date(START));

describe('what a transcript tells of a session whose hooks alone are seen', () => {
  it('is each answer once, in whatever pieces it is written, with what outputs spared before it', async () => {
    const path = join(folder, 's.jsonl');
    const feed = new Feed({ store: memory() });
    const counts = new TranscriptCounts(feed);
    const name = { agent: 'claude-code', session: 's' };
    const note = async () => {
      counts.note(name, { session_id: 's', transcript_path: path });
      await counts.settled();
      return (await feed.book.list())[0];
    };
    const output = (second: number, before: number, after: number) => {
      const step = { at: START + second * 1000, milliseconds: 0, status: 200, model: '', before, after };
      feed.book.add(name, { what: 'output', step: { ...step, warnings: [], texts: [] } });
    };
    writeFileSync(path, asked(0) + answer('a', 1, 0, 20_000));
    output(2, 5000, 1000);
    // It may still be written; what comes behind it says that it is not.
    expect(await note()).toMatchObject({ requests: 0, outputs: 1 });
    appendFileSync(path, answer('a', 3, 0, 20_000) + result('a', 4) + answer('b', 5, 20_000, 1200));
    expect(await note()).toMatchObject({ requests: 1, counted: 1 });
    output(6, 900, 700);
    appendFileSync(
      path,
      result('b', 7) + answer('c', 8, 21_200, 300, { isSidechain: true }) + answer('c', 9, 21_200, 300),
    );
    old(path);
    const listed = await note();
    expect(listed).toMatchObject({ requests: 3, outputs: 2, counted: 3, model: 'claude-sonnet-4-5' });
    expect(listed?.usage).toEqual({ input: 30, cacheRead: 41_200, cacheWrite: 21_500, output: 15 });
    // 4,000 tokens less are new in the second answer and cached in the third, 200 are new there.
    const spared = (4000 * 3.75 + 4000 * 0.3 + 200 * 3.75) / 1e6;
    expect((listed?.money.without ?? 0) - (listed?.money.paid ?? 0)).toBeCloseTo(spared, 10);
    // Another service reads all of it again, and tells nothing twice.
    const later = new TranscriptCounts(feed);
    later.note(name, { transcript_path: path });
    await later.settled();
    expect((await feed.book.list())[0]).toMatchObject({ requests: 3, counted: 3 });
  });

  it('spares nothing any more of what was summed up', async () => {
    const path = join(folder, 'c.jsonl');
    const feed = new Feed({ store: memory() });
    const name = { agent: 'claude-code', session: 'c' };
    const step = {
      at: START,
      milliseconds: 0,
      status: 200,
      model: '',
      before: 9000,
      after: 1000,
      warnings: [],
      texts: [],
    };
    feed.book.add(name, { what: 'output', step });
    writeFileSync(
      path,
      asked(0) + answer('a', 1, 9, 500) + line('system', 2, { subtype: 'compact_boundary' }) + answer('b', 3, 9, 600),
    );
    old(path);
    const counts = new TranscriptCounts(feed);
    counts.note(name, { transcript_path: path });
    await counts.settled();
    const [listed] = await feed.book.list();
    expect(listed).toMatchObject({ requests: 2 });
    expect((listed?.money.without ?? 0) - (listed?.money.paid ?? 0)).toBeCloseTo((8000 * 3.75) / 1e6, 10);
  });

  it('is read beside the session’s for a sub-agent, and is nothing where there is no transcript', async () => {
    const feed = new Feed({ store: memory() });
    const counts = new TranscriptCounts(feed);
    mkdirSync(join(folder, 'm', 'subagents'), { recursive: true });
    const own = join(folder, 'm', 'subagents', 'agent-x1.jsonl');
    writeFileSync(own, asked(0) + answer('a', 1, 0, 700, { isSidechain: true, agentId: 'x1' }) + result('a', 2));
    const event = { session_id: 'm', transcript_path: join(folder, 'm.jsonl'), agent_id: 'x1' };
    expect(sessionIn(event)).toBe('m/x1');
    counts.note({ agent: 'claude-code', session: 'm/x1' }, event);
    for (const odd of [undefined, null, 'x', {}, { transcript_path: 7 }, { transcript_path: join(folder, 'none') }])
      counts.note({ agent: 'claude-code', session: 'odd' }, odd);
    await counts.settled();
    expect(await feed.book.list()).toMatchObject([{ session: 'm/x1', requests: 1 }]);
    expect([{}, null, [], { session_id: 4 }, { sessionId: '' }].map(sessionIn)).toEqual(Array(5).fill(undefined));
  });
});
