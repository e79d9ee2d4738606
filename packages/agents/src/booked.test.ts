import { createHeadroom, createLedger, memory } from '@headroom/core';
import { describe, expect, it } from 'vitest';
import { readHookEvent } from './claude-code/hook-event.js';
import { shortenOutput } from './claude-code/shorten.js';

const log = Array.from(
  { length: 1400 },
  (_, i) =>
    `2026-04-02T09:${String(i % 60).padStart(2, '0')}:11Z INFO gate ${i % 7} opened for ${i * 31} in ${i % 90} ms`,
).join('\n');
const asked = JSON.stringify({
  type: 'user',
  isSidechain: false,
  message: { role: 'user', content: 'Which gate is slow?' },
});

function setUp() {
  const store = memory();
  const ledger = createLedger({ store });
  const headroom = createHeadroom({ store });
  const run = async (tool_name: string, tool_response: unknown, whole?: string, transcript = asked) => {
    const event = readHookEvent({
      hook_event_name: 'PostToolUse',
      session_id: 's',
      transcript_path: '/t/s.jsonl',
      tool_use_id: 'c',
      tool_input: {},
      ...{ tool_name, tool_response },
    });
    if (!event) throw new Error('no event');
    return shortenOutput(headroom, event, { transcripts: [transcript], whole, options: { ledger, model: 'gpt-4o' } });
  };
  return { run, report: () => ledger.report(), own: () => headroom.stats() };
}

const bash = (stdout: string, more: object = {}) => ({
  stdout,
  stderr: '',
  interrupted: false,
  isImage: false,
  ...more,
});

describe('what hooks book', () => {
  it('counts an output that the agent shows as it is among those that stay whole', async () => {
    const { run, report, own } = setUp();
    const short = log.split('\n').slice(0, 300);
    const file = { content: short.join('\n'), startLine: 1, numLines: 300, totalLines: 300, filePath: '/a' };
    expect(await run('Read', { type: 'text', file })).toBeUndefined();
    const { total, left } = await report();
    expect(total).toMatchObject({ texts: 0, tokensSaved: 0 });
    expect(left).toEqual({ unshown: { texts: 1, tokens: expect.any(Number) } });
    expect(own().total).toMatchObject({ texts: 0, tokensSaved: 0 });
  });

  it('counts what is shown against what would have been shown', async () => {
    const { run, report } = setUp();
    const preview = log.slice(0, 4000);
    const answer = await run(
      'Bash',
      bash(preview, { persistedOutputPath: '/p', persistedOutputSize: log.length }),
      log,
    );
    expect(answer).toBeDefined();
    const { total } = await report();
    expect(total.texts).toBe(1);
    expect(total.tokensBefore).toBeLessThan(1500);
    expect(total.tokensSaved).toBeGreaterThanOrEqual(0);
  });

  it('counts the whole of an output that would have been shown whole', async () => {
    const { run, report } = setUp();
    expect(await run('Bash', bash(log.slice(0, 20_000)))).toBeDefined();
    const { total } = await report();
    expect(total.tokensBefore).toBeGreaterThan(6000);
    expect(total.tokensSaved).toBeGreaterThan(total.tokensBefore * 0.8);
  });

  it('counts nothing anew of what stood there before', async () => {
    const { run, report } = setUp();
    const line = (type: string, content: object[]) =>
      JSON.stringify({ type, isSidechain: false, message: { role: type, content } });
    const transcript = [
      asked,
      line('assistant', [{ type: 'tool_use', id: 'b', name: 'Bash', input: {} }]),
      line('user', [{ type: 'tool_result', tool_use_id: 'b', content: log.slice(0, 3000) }]),
    ].join('\n');
    await run('Bash', bash(log.slice(0, 20_000)), undefined, transcript);
    expect((await report()).left).toEqual({});
  });
});
