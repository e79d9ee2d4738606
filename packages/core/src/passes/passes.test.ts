import { describe, expect, it } from 'vitest';
import { cacheAligner, compress, createHeadroom, explain } from '../index.js';

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

const source = (name: string, count: number) =>
  Array.from(
    { length: count },
    (_, i) => `export const ${name}${i} = compute(${(i * 7919) % 97}, '${name}-${i}');`,
  ).join('\n');
const numbered = (text: string, first = 1) =>
  text
    .split('\n')
    .map((body, i) => `${String(first + i).padStart(6)}→${body}`)
    .join('\n');
const view = (path: string, output: string, range: object = {}): Turn => ({
  tool: 'Read',
  input: { file_path: path, ...range },
  output,
});
const EDIT = 'Please fix the parser';

describe('repeats', () => {
  it('refer to an equal earlier result that stands there whole, and leave the earlier one alone', async () => {
    const turns = [view('a.ts', source('a', 60)), view('a.ts', source('a', 60))];
    const { messages, blocks } = await compress(conversation(turns, EDIT));
    expect(text(messages, 4)).toMatch(/^\[The same 60 lines as in the earlier Read result \(a\.ts\)\]\n/);
    expect(blocks.find((block) => block.turn === 4)?.compressor).toBe('dedupe');
    expect(text(messages, 2)).toBe(source('a', 60));
  });

  it('show a text whole when it is read again after a part of it was left out', async () => {
    const log = lines(0, 400);
    const { messages } = await compress(conversation([poll(log), poll(log)]));
    expect(text(messages, 2).length).toBeLessThan(log.length / 2);
    expect(text(messages, 4)).toBe(log);
  });

  it('never point at a line that stands nowhere', async () => {
    const log = lines(0, 400);
    const grown = `${log}\n${lines(400, 430)}\nERROR worker 12 died: out of memory\nexit code 137`;
    const turns = [
      poll(log),
      poll(grown),
      view('a.ts', numbered(source('a', 80))),
      view('a.ts', numbered(source('a', 80).split('\n').slice(20, 60).join('\n'), 21), { offset: 21 }),
    ];
    const { messages } = await compress(conversation(turns));
    expect(text(messages, 4)).toContain('ERROR worker 12 died: out of memory');
    expect(text(messages, 8)).toContain('lines 21-60');
    const shown = messages.map((message) => String(message.content)).join('\n');
    for (const line of source('a', 80).split('\n')) expect(shown).toContain(line);
  });

  it('refer to what the assistant itself wrote', async () => {
    const written = source('b', 40);
    const turns = [
      { tool: 'Write', input: { file_path: 'b.ts', content: written }, output: 'Created b.ts' },
      view('b.ts', numbered(written)),
    ];
    const { messages } = await compress(conversation(turns, EDIT));
    expect(text(messages, 4)).toContain('The same 40 lines as in your own Write call');
  });

  it('say it when a state came back, and never that nothing changed in between', async () => {
    const [a, b] = [source('a', 40), source('b', 40)];
    const { messages } = await compress(conversation([view('a.ts', a), view('a.ts', b), view('a.ts', a)], EDIT));
    expect(text(messages, 6)).toContain(
      'The same 40 lines as in the 1st Read result (a.ts); it changed in between and changed back]',
    );
    expect(text(messages, 6)).not.toMatch(/nothing changed/);
  });

  it('are not made when only lossless changes are allowed', async () => {
    const turns = [view('a.ts', source('a', 60)), view('a.ts', source('a', 60))];
    const { messages } = await compress(conversation(turns, EDIT), { retrieval: 'none' });
    expect(text(messages, 4)).toContain("'a-37'");
  });
});

describe('working copies', () => {
  const body = (i: number) =>
    `export function task${i}(input: string): number {\n  const parts = input.split(',');\n  const total = parts.length * ${i};\n  const rest = parts.slice(${i});\n  for (const part of rest) total += part.length;\n  if (total > ${i * 7}) throw new Error('too long');\n  const scaled = total * 2;\n  const again = scaled - ${i};\n  return total + ${i * 31};\n}\n`;
  const file = Array.from({ length: 70 }, (_, i) => body(i)).join('\n');
  const kept = async (turns: readonly Turn[], question: string) => {
    const { messages } = await compress(conversation(turns, question));
    return file.split('\n').every((line) => text(messages, turns.length * 2).includes(line.trim()));
  };

  it('lose nothing where somebody speaks of changing things, and their numbers lose only padding', async () => {
    expect(await kept([view('src/task.ts', numbered(file))], EDIT)).toBe(true);
    expect(await kept([{ tool: 'bash', input: { command: 'cat src/task.ts' }, output: file }], EDIT)).toBe(true);
    const { messages } = await compress(conversation([view('src/task.ts', numbered(file))], EDIT));
    expect(text(messages, 2)).toContain('\n12\texport function task1');
  });

  it('lose nothing when a part was asked for, whatever the question', async () => {
    const question = 'Which function returns the largest number?';
    expect(await kept([view('src/task.ts', numbered(file, 301), { offset: 301 })], question)).toBe(true);
    expect(
      await kept([{ tool: 'bash', input: { command: "sed -n '1,600p' src/task.ts" }, output: file }], question),
    ).toBe(true);
    expect(await kept([view('src/task.ts', numbered(file))], question)).toBe(false);
  });

  it('lose nothing once the file was edited', async () => {
    const change: Turn = {
      tool: 'Edit',
      input: { file_path: 'src/task.ts', old_string: 'a', new_string: 'b' },
      output: 'ok',
    };
    expect(await kept([change, view('src/task.ts', file)], 'Which function returns the largest number?')).toBe(true);
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
    expect(tight.warnings.map(({ code }) => code)).toEqual(['prefix_rewritten']);
  });

  describe('with signed reasoning', () => {
    const thinking = { type: 'thinking', thinking: '', signature: 's' };
    const call = (id: number) => [
      { role: 'assistant', content: [thinking, { type: 'tool_use', id: `${id}`, name: 'run', input: { id } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: `${id}`, content: lines(id * 60, id * 60 + 60) }] },
    ];
    const asked = { role: 'user', content: 'Which worker finished shard 245?' };
    const bound = [asked, ...call(1), ...call(2), ...call(3)];
    const shown = (result: { messages: readonly unknown[] }, from: number, to: number) =>
      JSON.stringify(result.messages.slice(from, to));
    const codes = (result: { warnings: readonly { code: string }[] }) => result.warnings.map(({ code }) => code);

    it('leaves what it is bound to, shapes what is new, and says that the budget is not met', async () => {
      const free = await compress(bound);
      const before = await compress(bound.slice(0, 5));
      const tight = await compress(bound, { tokenBudget: before.tokensAfter + 50 });
      expect(shown(tight, 0, 5)).toBe(shown(before, 0, 5));
      expect(shown(tight, 5, 7).length).toBeLessThanOrEqual(shown(free, 5, 7).length);
      const tighter = await compress(bound, { tokenBudget: Math.floor(before.tokensAfter * 0.6) });
      expect(codes(tighter)).toEqual(['over_budget']);
      expect(tighter.warnings[0]?.message).toContain('bound to them');
    });

    it('rewrites the old where the caller allows it, and says so', async () => {
      const budget = { tokenBudget: Math.floor((await compress(bound)).tokensAfter * 0.6) };
      const allowed = await compress(bound, { ...budget, onBreak: 'allow' });
      expect(allowed.tokensAfter).toBeLessThanOrEqual(budget.tokenBudget);
      expect(codes(allowed)).toEqual(['prefix_rewritten']);
      expect(shown(allowed, 0, 3)).toContain('to keep within the token budget');
      expect(shown(await compress(bound, budget), 0, 3)).not.toContain('to keep within the token budget');
    });

    it('rewrites the old at a compaction of the provider, and lets it stay from then on', async () => {
      const compacted = [
        ...bound,
        { role: 'assistant', content: [{ type: 'compaction', content: 'So far: nothing.' }] },
        { role: 'user', content: 'Go on.' },
      ];
      const budget = { tokenBudget: Math.floor((await compress(bound)).tokensAfter * 0.6) };
      const at = await compress(compacted, budget);
      expect(codes(at)).toEqual(['prefix_rewritten']);
      expect(shown(at, 0, 3)).toContain('to keep within the token budget');
      const later = await compress([...compacted, ...call(4), ...call(5)], budget);
      expect(shown(later, 0, 9)).toBe(shown(at, 0, 9));
    });
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
