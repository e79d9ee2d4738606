import { describe, expect, it } from 'vitest';
import { createHeadroom } from '../index.js';
import { readMarker } from './marker.js';

const rows = JSON.stringify(
  Array.from({ length: 300 }, (_, id) => ({
    id,
    host: `node-${id % 5}`,
    state: id === 211 ? 'lost' : 'fine',
    load: 3,
  })),
);
const NAME = 'mcp__headroom__headroom_retrieve';
const called = (tool: string, content: string) => [
  { role: 'user', content: 'Which node is lost?' },
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'a', type: 'function', function: { name: tool, arguments: '{}' } }],
  },
  { role: 'tool', tool_call_id: 'a', content },
];
const shown = async (tool: string, content: string, options: object) =>
  (await createHeadroom({ retrieval: 'tool' }).compress(called(tool, content), options)).messages[2]?.content ?? '';

describe('the name of the retrieve tool', () => {
  it('is the one that the agent shows', async () => {
    const text = await shown('query', rows, { retrieveTool: NAME });
    expect(text).toContain(`call ${NAME} with hash=`);
    expect(text.replaceAll(NAME, '')).not.toContain('headroom_retrieve');
    expect(await shown('query', rows, {})).toContain('call headroom_retrieve with hash=');
  });

  it('is sealed: a text is known again whatever name it was written with, and not with another put in', async () => {
    for (const retrieveTool of [NAME, 'headroom_retrieve', 'x'.repeat(128)]) {
      const text = await shown('query', rows, { retrieveTool });
      expect(readMarker(text)?.hash).toMatch(/^[0-9a-f]{24}$/);
      expect(readMarker(text.replace(retrieveTool, 'another_tool'))).toBeUndefined();
      expect(await shown('query', text, { retrieveTool: 'other.name' })).toBe(text);
    }
  });

  it('names a tool whose results are left alone, as are ours under the names that agents make', async () => {
    expect(await shown('tools/ask-back', rows, { retrieveTool: 'tools/ask-back' })).toBe(rows);
    const ours = [NAME, 'headroom-headroom_retrieve', 'mcp_headroom_headroom_retrieve', 'headroom_headroom_read'];
    for (const tool of ours) expect(await shown(tool, rows, {}), tool).toBe(rows);
    expect((await shown('my_headroom_notes', rows, {})).length).toBeLessThan(rows.length);
  });

  it.each(['', 'two words', 'a]b', 'x\ny', 'x'.repeat(129), 7])('cannot be %j', (retrieveTool) => {
    expect(() => createHeadroom({ retrieveTool: retrieveTool as string })).toThrow(/retrieveTool/);
  });
});
