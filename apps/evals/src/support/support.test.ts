import { actionOf, hasLine, hasParts, type Message, planOf, says, stringsOf } from '@headroom/agents/replay';
import { describe, expect, it } from 'vitest';
import { judge } from '../judge.js';
import { POLICIES, type Policy } from './policies.js';
import { ownRecordings } from './recording.js';
import { supportOf } from './support.js';

const call = (name: string, input: object): Message => ({
  role: 'assistant',
  content: '',
  tool_calls: [{ id: 'c', type: 'function', function: { name, arguments: JSON.stringify(input) } }],
});
const result = (content: string): Message => ({ role: 'tool', tool_call_id: 'c', content });
const texts = (list: readonly { text: string }[]) => list.map(({ text }) => text);

describe('strings of an action', () => {
  it('are what only a reader can know: paths, names, ids, numbers, lines, phrases', () => {
    expect(texts(stringsOf('see src/a/b.ts and readRows or 7f3a9c2 at 4711, not words or 2000'))).toEqual([
      'src/a/b.ts',
      'readRows',
      '7f3a9c2',
      '4711',
    ]);
    expect(stringsOf('118', 'offset')).toEqual([{ kind: 'line', text: '118' }]);
    expect(stringsOf('e57', 'ref')).toEqual([{ kind: 'reference', text: 'e57' }]);
    expect(stringsOf('30000', 'timeout')).toEqual([]);
    expect(texts(stringsOf("sed -n '140,180p' x.go"))).toEqual(['140', '180', 'x.go']);
    expect(stringsOf('one (long) phrase', 'pattern')[0]).toEqual({
      kind: 'phrase',
      text: 'one (long) phrase',
      isArgument: true,
    });
  });

  it('are looked for by whole words, through escapes and whatever the spaces', () => {
    expect(says('rows: 4711', { kind: 'word', text: '4711' })).toBe(true);
    expect(says('rows: 14711, 4711.5', { kind: 'word', text: '4711' })).toBe(false);
    expect(says('{"a":"x\\"y z\\""}', { kind: 'phrase', text: 'x"y z"' })).toBe(true);
    expect(says('  118→  return', { kind: 'line', text: '118' })).toBe(true);
    expect(hasLine('if (a)\n      return  b;', '  return b;')).toBe(true);
    expect(hasParts('src/\n  a/\n    b.ts', 'src/a/b.ts')).toBe(true);
  });

  it('leave out of an edit what stands in the text it replaces', () => {
    const { anchors, used } = actionOf(
      call('Edit', { path: 'a.ts', old_string: 'readRows(1)', new_string: 'readRows(2)' }),
    );
    expect([anchors, texts(used)]).toEqual([['readRows(1)'], ['a.ts']]);
  });
});

describe('a plan', () => {
  it('asks only for what stood in a result and nowhere else', () => {
    const messages: Message[] = [
      { role: 'user', content: 'look at userNamed' },
      call('grep', { pattern: 'userNamed' }),
      result('src/found.ts:12: const foundHere = userNamed;'),
      call('Edit', { path: '/repo/src/found.ts', old_string: 'const foundHere = userNamed;', new_string: 'x' }),
    ];
    const [first, second] = planOf(messages);
    expect(first?.needs).toEqual([]);
    expect(second?.needs.map(({ where, strings, lines }) => [where, texts(strings), lines])).toEqual([
      ['used', ['src/found.ts', 'found.ts'], []],
      ['anchor', [], ['const foundHere = userNamed;']],
    ]);
  });
});

describe('support on our own sessions', () => {
  const named = (name: string) => POLICIES.find((policy) => policy.name === name) as Policy;
  const verdict = async (name: string) => {
    const own = await supportOf(ownRecordings(), [named(name)]);
    return { own, problems: judge({ support: { own } }) };
  };

  it('passes the default, cheaper than nothing', async () => {
    const { own, problems } = await verdict('balanced');
    expect(problems).toEqual([]);
    expect(own.policies[0]?.bill).toBeLessThan(90);
    expect(own.needs.used).toBeGreaterThan(30);
  });

  it('finds everything where nothing was done', async () => {
    const [none] = (await verdict('none')).own.policies;
    expect(none).toMatchObject({ used: 100, anchors: 100, said: 100, sessionsWhole: 100, prefixKept: 100, bill: 100 });
  });

  it('convicts truncation, masking and empty results', async () => {
    expect((await verdict('truncation')).problems.join()).toMatch(/actions use.*edits replace/);
    expect((await verdict('masking')).problems.join()).toMatch(/begin with the one before/);
    expect((await verdict('empty')).own.policies[0]).toMatchObject({ used: 0, anchors: 0 });
  });
});
