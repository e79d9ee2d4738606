import { describe, expect, it } from 'vitest';
import { cacheAligner, compress, createHeadroom, explain } from '../index.js';
import { findEarlierLines } from './find-earlier-lines.js';

const line = (i: number) =>
  `2026-01-06 09:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')} worker ${(i * 7919) % 97} finished shard ${(i * 31) % 1009} with checksum ${((i * 2654435761) >>> 8).toString(16)}`;
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => line(from + i)).join('\n');

interface Turn {
  tool: string;
  input: object;
  output: string;
}
function conversation(turns: readonly Turn[], question = 'Is the job still running?') {
  return [
    { role: 'user', content: question },
    ...turns.flatMap(({ tool, input, output }, i) => [
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: `c${i}`, type: 'function', function: { name: tool, arguments: JSON.stringify(input) } }],
      },
      { role: 'tool', tool_call_id: `c${i}`, content: output },
    ]),
  ];
}
const poll = (output: string): Turn => ({ tool: 'run_command', input: { command: 'tail -n 9999 job.log' }, output });
const text = (messages: readonly { content: unknown }[], i: number) => String(messages[i]?.content);

describe('dedupe', () => {
  it('refers to an equal earlier result and leaves the earlier one alone', async () => {
    const { messages, blocks } = await compress(conversation([poll(lines(0, 120)), poll(lines(0, 120))]));
    expect(text(messages, 4)).toContain(
      'The same 120 lines as in the earlier run_command result (tail -n 9999 job.log)',
    );
    expect(blocks.find((block) => block.turn === 4)?.compressor).toBe('dedupe');
    const alone = await compress(conversation([poll(lines(0, 120))]));
    expect(messages[2]).toEqual(alone.messages[2]);
  });

  it('keeps what a growing log says anew', async () => {
    const grown = `${lines(0, 120)}\nERROR worker 12 died: out of memory\nexit code 137`;
    const { messages } = await compress(conversation([poll(lines(0, 120)), poll(grown)]));
    expect(text(messages, 4)).toContain('ERROR worker 12 died: out of memory\nexit code 137');
    expect(text(messages, 4)).toContain('lines 1-120: the same as in the earlier');
  });

  it('does not refer to a text that was trimmed for another question', async () => {
    const log = Array.from({ length: 400 }, (_, i) => `INFO request ${i} served in ${i % 9} ms`).join('\n');
    const first = conversation([poll(log)], 'Which requests were slow?');
    const second = conversation([poll(log)], 'Was request 123 served?').map((message) =>
      'tool_call_id' in message
        ? { ...message, tool_call_id: 'd0' }
        : 'tool_calls' in message
          ? { ...message, tool_calls: [{ ...message.tool_calls[0]!, id: 'd0' }] }
          : message,
    );
    const { messages, blocks } = await compress([...first, ...second]);
    if (blocks.find((block) => block.turn === 2)?.outcome === 'trimmed')
      expect(text(messages, 5)).not.toContain('nothing changed since');
    expect(text(messages, 5)).toContain('request 123');
  });

  it('drops nothing when only lossless changes are allowed', async () => {
    const { messages } = await compress(conversation([poll(lines(0, 120)), poll(lines(0, 120))]), {
      retrieval: 'none',
    });
    expect(text(messages, 4)).toContain(line(77).slice(-40));
    expect(text(messages, 4)).not.toContain('the same as in');
  });
});

describe('findEarlierLines', () => {
  it('joins back to the text', () => {
    const now = `${lines(0, 50)}\nnew one\n${lines(70, 120)}\n${lines(10, 30)}\nend`;
    const repeat = findEarlierLines(now, lines(0, 120));
    expect(repeat?.pieces.map((piece) => piece.text).join('\n')).toBe(now);
    expect(repeat?.share).toBeGreaterThan(0.9);
    expect(repeat?.pieces.filter((piece) => piece.kind === 'new').map((piece) => piece.text)).toEqual([
      'new one',
      'end',
    ]);
  });

  it('takes linear time, also where all lines are equal', () => {
    const start = performance.now();
    findEarlierLines(`${'same\n'.repeat(100_000)}x`, 'same\n'.repeat(100_000));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('read lifecycle and token budget', () => {
  const file = (n: number) =>
    Array.from({ length: 150 }, (_, i) => `const value_${n}_${i} = compute(${i * n}, "${line(i)}");`).join('\n');
  const read = (path: string, n: number): Turn => ({ tool: 'read_file', input: { path }, output: file(n) });
  const edit = (path: string, output = 'ok'): Turn => ({ tool: 'edit_file', input: { path, new: 'x' }, output });

  it('marks a read stale after a successful edit, and rewrites it only to meet a budget', async () => {
    const turns = [read('a.ts', 3), edit('a.ts'), read('b.ts', 5)];
    const free = await compress(conversation(turns), { compressors: [] });
    expect(explain(free)).toContain('read_lifecycle: ');
    expect(text(free.messages, 2)).not.toContain('stale');
    const tight = await compress(conversation(turns), { tokenBudget: Math.floor(free.tokensAfter * 0.6) });
    expect(text(tight.messages, 2)).toContain('[stale: the file was changed afterwards]');
    expect(tight.tokensAfter).toBeLessThanOrEqual(free.tokensAfter * 0.6);
  });

  it('does not count a failed edit', async () => {
    const anthropic = [
      { role: 'user', content: [{ type: 'text', text: 'Fix it' }] },
      { role: 'assistant', content: [{ type: 'tool_use', id: '1', name: 'Read', input: { file_path: 'a.ts' } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: '1', content: file(3) }] },
      { role: 'assistant', content: [{ type: 'tool_use', id: '2', name: 'MultiEdit', input: { file_path: 'a.ts' } }] },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: '2', is_error: true, content: 'old_string not found' }],
      },
    ];
    expect(explain(await compress(anthropic))).not.toContain('stale');
    anthropic[4] = { role: 'user', content: [{ type: 'tool_result', tool_use_id: '2', content: 'done' } as never] };
    expect(explain(await compress(anthropic))).toContain('stale');
  });

  it('meets the budget, keeps every message and pair, and moves in steps', async () => {
    const turns = Array.from({ length: 24 }, (_, i) => poll(lines(i * 60, i * 60 + 60)));
    const messages = conversation(turns, 'Which worker finished shard 245?');
    const budget = 12_000;
    const headroom = createHeadroom({ tokenBudget: budget, mode: 'balanced' });
    let previous: readonly unknown[] = [];
    let moved = 0;
    for (let n = 1; n <= turns.length; n++) {
      const part = messages.slice(0, 1 + 2 * n);
      const result = await headroom.compress(part);
      expect(result.messages).toHaveLength(part.length);
      expect(result.tokensAfter).toBeLessThanOrEqual(budget);
      if (JSON.stringify(result.messages.slice(0, previous.length)) !== JSON.stringify(previous)) moved++;
      previous = result.messages;
    }
    expect(moved).toBeLessThanOrEqual(turns.length / 4);
    const again = await createHeadroom({ tokenBudget: budget }).compress(messages);
    expect(again.messages).toEqual(previous);
  });

  it('keeps under nine tenths of a context window', async () => {
    const turns = Array.from({ length: 6 }, (_, i) => read(`src/file-${i}.ts`, i + 2));
    const messages = conversation(turns, 'Explain value_3_33');
    const free = await compress(messages);
    const limited = await compress(messages, { modelLimit: free.tokensAfter - 500 });
    expect(limited.tokensAfter).toBeLessThanOrEqual(0.9 * (free.tokensAfter - 500));
  });

  it('says so when the protected texts alone are over the budget', async () => {
    const { warnings } = await compress([{ role: 'user', content: lines(0, 100) }], { tokenBudget: 100 });
    expect(warnings[0]?.code).toBe('over_budget');
  });
});

describe('cacheAligner', () => {
  it('watches and changes nothing', async () => {
    const request = [
      { role: 'system', content: `Today is 2026-11-21 09:14. Session 6f9619ff-8b86-d011-b42d-00c04fc964ff.` },
      { role: 'user', content: 'hi' },
    ];
    const result = await compress(request, { passes: [cacheAligner()] });
    expect(result.body).toBe(request);
    expect(explain(result)).toContain('a UUID in the system prompt');
    expect(explain(result)).toContain('a time of day');
  });
});
