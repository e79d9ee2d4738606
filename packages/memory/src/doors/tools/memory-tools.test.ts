import { counterFor } from '@headroom/core';
import { describe, expect, it } from 'vitest';
import { createMemory, MEMORY_TOOLS, memoryTools, Scope, sqliteMemory } from '../../index.js';
import { ANN, BOB, twoUsers, unframed } from '../memory.fixture.js';

const idIn = (text: string) => /\[([^\]]+)\]/.exec(text)?.[1] ?? 'none';

describe('the memory tools', () => {
  it('cost less than 600 tokens together, in the words of any provider', () => {
    const counter = counterFor('gpt-4o');
    const chat = MEMORY_TOOLS.map((tool) => ({ type: 'function', function: tool }));
    const anthropic = MEMORY_TOOLS.map(({ parameters, ...rest }) => ({ ...rest, input_schema: parameters }));
    for (const tools of [chat, anthropic]) expect(counter.count(JSON.stringify(tools))).toBeLessThan(600);
    expect(MEMORY_TOOLS.map(({ name }) => name)).toEqual([
      'memory_save',
      'memory_search',
      'memory_update',
      'memory_delete',
      'memory_list',
    ]);
  });

  it('save, find, change, correct, forget and list', async () => {
    const memory = createMemory({ store: sqliteMemory({ path: ':memory:' }) });
    const { run } = memoryTools({ memory, scope: ANN, source: { agent: 'coder' } });
    const call = (name: string, input: unknown) => run(name, input, undefined);
    const saved = await call('memory_save', { text: 'Ann lives in Oslo.', importance: 7 });
    const id = idIn(saved);
    expect(await memory.get(ANN, id)).toMatchObject({ importance: 1, source: { agent: 'coder' } });
    expect(await call('memory_search', '{"query":"Where does Ann live?"}')).toMatch(
      new RegExp(`\\[${id}\\] \\d{4}-\\d\\d-\\d\\d Ann lives in Oslo\\.`),
    );
    const moved = idIn(
      (await call('memory_update', { id, text: 'Ann lives in Bergen.' })).replace('Updated; it is ', ''),
    );
    expect(moved).not.toBe(id);
    expect((await memory.get(ANN, id))?.state).toBe('replaced');
    await call('memory_update', { id: moved, text: 'Ann lives in Bodø.', mistake: true });
    const found = await call('memory_search', { query: 'Where does Ann live?', limit: -3 });
    expect(found).toContain('Bodø');
    expect(found).not.toMatch(/Oslo|Bergen/);
    expect(await call('memory_list', {})).toContain('Bodø');
    expect(await call('memory_delete', { id: moved, reason: 'asked to' })).toBe('Forgotten.');
    expect((await memory.history(ANN, moved)).events.at(-1)).toMatchObject({ kind: 'forgotten', reason: 'asked to' });
    expect(await call('memory_delete', { id: moved })).toBe('It was forgotten already.');
    expect(await call('memory_list', null)).toBe('Nothing is remembered of that.');
    await call('memory_save', { text: 'Ann drinks tea.', key: 'drink' });
    await call('memory_save', { text: 'Ann drinks coffee.', key: 'drink' });
    expect(await call('memory_list', { limit: 'x' })).not.toContain('tea');
  });

  it('answer whatever a model writes with words', async () => {
    const memory = await twoUsers();
    const { run } = memoryTools({
      memory,
      scope: ANN,
      tools: ['memory_save', 'memory_search', 'memory_update', 'memory_delete'],
    });
    const wrong: [string, unknown][] = [
      ['memory_save', {}],
      ['memory_save', { text: 'x'.repeat(100_001) }],
      ['memory_save', '{"text":'],
      ['memory_search', undefined],
      ['memory_update', { id: 'x' }],
      ['memory_update', { id: 'no such', text: 'y' }],
      ['memory_delete', { id: 5 }],
      ['memory_delete', { id: 'no such' }],
      ['memory_list', {}],
      ['rm', {}],
    ];
    for (const [name, input] of wrong) expect(await run(name, input, undefined)).toMatch(/^Refused: [\s\S]+\.$/);
    await memory.close();
    expect(await run('memory_search', { query: 'Frankfurt' }, undefined)).toContain('go on without it');
  });

  it('refuse everything while it is not known whose memory is meant', async () => {
    const memory = await twoUsers();
    for (const scope of [undefined, () => undefined, () => Scope.of({ user: undefined })]) {
      const { run } = memoryTools({ memory, scope });
      const ids = (await memory.list({ scope: ANN })).map(({ id }) => id);
      for (const { name } of MEMORY_TOOLS)
        expect(await run(name, { text: 'x', query: 'deploy', id: ids[0] }, undefined)).toMatch(
          /^Refused: it is not known whose/,
        );
    }
    expect(await memory.list({ scope: ANN })).toHaveLength(4);
  });

  it('keep two users apart, and quote what is hostile', async () => {
    const memory = await twoUsers();
    const { run } = memoryTools<string>({ memory, scope: (user) => Scope.of({ user }) });
    const [annSees, bobSees] = await Promise.all([run('memory_list', {}, 'ann'), run('memory_list', {}, 'bob')]);
    const [annFinds, bobFinds] = await Promise.all(
      ['ann', 'bob'].map((user) => run('memory_search', { query: 'deploy' }, user)),
    );
    for (const text of [annSees, annFinds]) {
      expect(text).toContain('Frankfurt');
      expect(text).not.toContain('Singapore');
      expect(unframed(text ?? '')).toEqual([]);
    }
    for (const text of [bobSees, bobFinds]) expect(text).not.toContain('Frankfurt');
    const id = idIn(annFinds?.split('\n').find((line) => line.includes('Frankfurt')) ?? '');
    for (const [name, input] of [
      ['memory_update', { id, text: 'Ann deploys to Bob.' }],
      ['memory_update', { id, text: 'Ann deploys to Bob.', mistake: true }],
      ['memory_delete', { id }],
    ] as const)
      expect(await run(name, input, 'bob')).toMatch(/^Refused/);
    expect(await memory.get(ANN, id)).toMatchObject({ state: 'current', text: 'Ann deploys to Frankfurt with Kamal.' });
    expect(await memory.get(BOB, id)).toBeUndefined();
  });

  it('refuse misuse where they are made', async () => {
    const memory = await twoUsers();
    for (const [options, option] of [
      [{ memory }, 'scope'],
      [{ memory: {}, scope: ANN }, 'memory'],
      [{ memory, scope: ANN, tools: ['rm'] }, 'tools'],
    ] as const)
      expect(() => memoryTools(options as never)).toThrow(expect.objectContaining({ option }));
  });
});
