import { describe, expect, it } from 'vitest';
import { createHeadroom, type HeadroomOptions } from '../index.js';

interface Turn {
  readonly ask?: string;
  readonly tool?: string;
  readonly input?: object;
  readonly output?: string;
}

const conversation = (turns: readonly Turn[]): object[] =>
  turns.flatMap(({ ask, tool = 'run', input = {}, output }, i): object[] =>
    ask === undefined
      ? [
          {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: `c${i}`, type: 'function', function: { name: tool, arguments: JSON.stringify(input) } }],
          },
          { role: 'tool', tool_call_id: `c${i}`, content: output },
        ]
      : [{ role: 'user', content: ask }],
  );

/** Of every tool result, whether it went through whole, as a repeat, or shortened otherwise; and that nothing changes it again. */
async function shown(turns: readonly Turn[], given: HeadroomOptions = {}): Promise<string> {
  const options = { timeBudgetMs: 600_000, ...given };
  const request = conversation(turns);
  const once = await createHeadroom().compress(request, options);
  const twice = await createHeadroom().compress(once.messages, options);
  expect(twice.messages).toEqual(once.messages);
  expect(twice.blocks.every(({ outcome }) => outcome === 'kept')).toBe(true);
  const tools = once.blocks.filter(({ role }) => role === 'tool');
  return tools
    .map(({ outcome, compressor }) => (outcome === 'kept' ? '.' : compressor === 'dedupe' ? 'r' : 's'))
    .join('');
}

const notes = (count: number) =>
  Array.from(
    { length: count },
    (_, i) =>
      `ticket ${i}: ${['blue', 'green', 'amber'][i % 3]} after ${i * 17 + 5} min, room ${i * i + 2}, desk d-${i}`,
  ).join('\n');
const log = (n: number) =>
  Array.from(
    { length: 300 },
    (_, i) => `2026-02-03 10:00:${String(i % 60).padStart(2, '0')} INFO mill ${n} ground sack ${i % 6}`,
  ).join('\n');
const status = (isUp: boolean) =>
  [
    'SERVICE      STATE     RESTARTS  SINCE',
    ...Array.from(
      { length: 14 },
      (_, i) => `mill-${i}-x${i}q   ${isUp ? 'running   0' : `crashed   ${i + 4}`}         ${i}d`,
    ),
  ].join('\n');

describe('what is written back changes nothing', () => {
  it.each([1, 6, 12, 13, 40])('with %i shortened results between a text and its repeat', async (between) => {
    const middle = Array.from({ length: between }, (_, i) => ({ input: { n: i }, output: log(i) }));
    const turns = [{ ask: 'Is it done?' }, { output: notes(14) }, ...middle, { output: notes(14) }];
    expect(await shown(turns)).toBe(`.${'s'.repeat(between)}r`);
  });

  it.each(['balanced', 'aggressive', 'lossless'] as const)(
    'where the nearest copy is itself a note, and the question is another one: %s',
    async (mode) => {
      const read = { tool: 'read_notes', input: { path: 'notes.txt' }, output: notes(16) };
      const turns = [{ ask: 'Sum up the notes.' }, read, read, { ask: 'Now list the rooms.' }, read, read];
      expect(await shown(turns, { mode, minTokens: 150 })).toBe(mode === 'lossless' ? '....' : '.rrr');
    },
  );

  it('where a text that was packed comes again', async () => {
    const rows = JSON.stringify(
      Array.from({ length: 60 }, (_, i) => ({ id: i, mill: `m${i % 4}`, state: 'ok', sacks: (i * 37) % 11 })),
    );
    const read = { tool: 'query', output: rows };
    for (const mode of ['balanced', 'lossless'] as const)
      expect(
        await shown([{ ask: 'How many sacks?' }, read, read, { ask: 'And which mill?' }, read], { mode }),
      ).not.toBe('...');
  });

  it('where a state came back, went, and came back again', async () => {
    const look = (isUp: boolean) => ({ tool: 'status', input: { all: true }, output: status(isUp) });
    const turns = [true, false, true, false, true].map(look);
    expect(await shown([{ ask: 'Are all running now?' }, ...turns])).toBe('..rrr');
  });
});
