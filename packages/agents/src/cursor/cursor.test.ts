import { createHeadroom } from '@headroom/core';
import { describe, expect, it } from 'vitest';
import { readHookEvent } from '../claude-code/hook-event.js';
import { readCursorEvent } from './hook-event.js';
import { shortenCursor } from './shorten.js';

const rows = JSON.stringify(
  Array.from({ length: 200 }, (_, id) => ({
    id,
    host: `web-${id % 5}`,
    state: id === 123 ? 'lost' : 'fine',
    at: id * 7,
  })),
);
const event = (name: string, output: unknown, more: object = {}) => ({
  hook_event_name: 'postToolUse',
  cursor_version: '2026.09.18',
  session_id: 's',
  tool_name: name,
  tool_input: '{"query":"hosts"}',
  tool_output: typeof output === 'string' ? output : JSON.stringify(output),
  tool_use_id: 'call_1\nfc_2',
  ...more,
});
const content = (text: string) => [{ type: 'text', text }];
async function answer(body: unknown, transcript?: string) {
  const headroom = createHeadroom();
  const read = readCursorEvent(body);
  return { headroom, answered: read && (await shortenCursor(headroom, read, { transcript })) };
}

describe("Cursor's hook", () => {
  it('shortens what tools of MCP servers give, and keeps the shape of the result', async () => {
    const image = { type: 'image', data: 'AAAA', mimeType: 'image/png' };
    const result = { content: [...content(rows), image], structuredContent: { all: rows }, _meta: { a: 1 } };
    const { headroom, answered } = await answer(event('MCP:list_hosts', result));
    const { content: parts, ...rest } = (answered?.updated_mcp_tool_output ?? {}) as { content: { text?: string }[] };
    expect(rest).toEqual({ _meta: { a: 1 } });
    expect(parts[1]).toEqual(image);
    const text = parts[0]?.text ?? '';
    expect(text.length).toBeLessThan(rows.length / 2);
    expect(text).toContain('lost');
    const hash = /hash=([0-9a-f]{24})/.exec(text)?.[1] ?? '';
    expect(await headroom.retrieve(hash)).toMatchObject({ text: rows });
  });

  it('asks with the words of the user, where its transcript tells them', async () => {
    const told = (text: string) => JSON.stringify({ role: 'user', message: { content: [{ type: 'text', text }] } });
    const transcript = `cut line\n${told('how are you?')}\n${told('what is at 931?')}\n`;
    const { answered } = await answer(event('MCP:list_hosts', { content: content(rows) }), transcript);
    expect(JSON.stringify(answered)).toContain('931');
  });

  it.each([
    ['a tool of its own', event('Shell', { output: rows, exitCode: 0 })],
    ['a failed call', event('MCP:x', { content: content(rows), isError: true })],
    ['what is no JSON', event('MCP:x', `{${rows}`)],
    ['a result of another shape', event('MCP:x', { rows })],
    ['our own retrieve tool', event('MCP:headroom_retrieve', { content: content(rows) })],
    ['a small one', event('MCP:x', { content: content('done') })],
    ['another event', event('MCP:x', { content: content(rows) }, { hook_event_name: 'afterMCPExecution' })],
    ['another agent', event('MCP:x', { content: content(rows) }, { cursor_version: undefined })],
    ['no event', 'MCP:x'],
  ])('leaves %s as it is', async (_, body) => expect((await answer(body)).answered).toBeUndefined());

  it('is not answered by the hook of Claude Code, which Cursor starts too', () => {
    const claude = { hook_event_name: 'PostToolUse', tool_name: 'Bash', tool_use_id: 'x', tool_response: {} };
    expect(readHookEvent(claude)).toBeDefined();
    expect(readHookEvent({ ...claude, cursor_version: '2026.09.18' })).toBeUndefined();
  });
});
