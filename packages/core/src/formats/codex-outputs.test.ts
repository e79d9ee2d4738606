import { describe, expect, it } from 'vitest';
import { createHeadroom } from '../compress.js';
import { failedInCodex } from './codex-outputs.js';

const rows = JSON.stringify(
  Array.from({ length: 100 }, (_, id) => ({
    id,
    host: `node-${id % 7}`,
    load: (id * 7919) % 97,
    state: id === 71 ? 'lost' : 'fine',
  })),
);
const headed = (code: number) =>
  `Chunk ID: 3e7773\nWall time: 0.0000 seconds\nProcess exited with code ${code}\nOriginal token count: 9\nOutput:\n${rows}`;
const fields = (exit_code: number) =>
  JSON.stringify({ chunk_id: 'ec', wall_time_seconds: 0.1, exit_code, output: rows });

async function shown(call: object, output: unknown): Promise<string> {
  const input = [
    { role: 'user', content: 'Which one is lost?' },
    { call_id: 'c', ...call },
    { type: 'custom_tool_call_output', call_id: 'c', output },
  ];
  const { body } = await createHeadroom({ retrieval: 'tool' }).compress({ model: 'gpt-5', input });
  return JSON.stringify(body.input[2]);
}

describe('what commands print in Codex', () => {
  it('is an error where the command failed', async () => {
    expect(
      [headed(0), headed(3), headed(-1), fields(0), fields(137), 'Process exited with code 1'].map(failedInCodex),
    ).toEqual([false, true, true, false, true, false]);
    const command = { type: 'function_call', name: 'exec_command', arguments: '{"cmd":"cat rows"}' };
    const exec = { type: 'custom_tool_call', name: 'exec', input: 'text(await tools.exec_command({cmd: "cat rows"}))' };
    expect(await shown(command, headed(3))).toContain(JSON.stringify(headed(3)));
    expect(await shown(command, headed(0))).not.toContain(JSON.stringify(headed(0)));
    for (const [code, holds] of [
      [0, true],
      [3, false],
    ] as const) {
      const list = [
        { type: 'input_text', text: 'Script completed\n' },
        { type: 'input_text', text: fields(code) },
      ];
      expect((await shown(exec, list)).includes(JSON.stringify(fields(code)))).toBe(!holds);
    }
  });

  it('stays whole where the code of the model brought an original back', async () => {
    const exec = {
      type: 'custom_tool_call',
      name: 'exec',
      input: 'text(await tools.mcp__headroom__headroom_retrieve({hash}))',
    };
    expect(await shown(exec, [{ type: 'input_text', text: rows }])).toContain(JSON.stringify(rows));
  });
});
