import { describe, expect, expectTypeOf, it } from 'vitest';
import { createMemory, type Memory, postgresMemory, Scope, sqliteMemory } from './index.js';

const invalid = (option: string) => expect.objectContaining({ option });

describe('misuse of a memory', () => {
  it('is refused where it is made', () => {
    expect(() => createMemory({} as never)).toThrow(invalid('store'));
    expect(() => createMemory({ store: sqliteMemory({ path: ':memory:' }), embed: 'x' as never })).toThrow(
      invalid('embed'),
    );
    const store = sqliteMemory({ path: ':memory:' });
    for (const tenant of ['', 5, null, '\ud800', 'x'.repeat(600)])
      expect(() => createMemory({ store, tenant: tenant as never })).toThrow(invalid('tenant'));
    const broken = () => {
      throw new Error('no clock');
    };
    for (const now of [() => Number.NaN, () => '5', () => 1e18, () => new Date(), () => undefined, broken])
      expect(() => createMemory({ store, now: now as never })).toThrow(invalid('now'));
    expect(() => createMemory({ store, tennant: 'a' } as never)).toThrow(invalid('tennant'));
    expect(() => sqliteMemory({ file: 'x.db' } as never)).toThrow(invalid('file'));
    expect(() => sqliteMemory('x.db' as never)).toThrow(invalid('options'));
    expect(() => postgresMemory({ url: 'postgres://x', ssl: true } as never)).toThrow(invalid('ssl'));
    expect(() => Scope.user('ann').agent('')).toThrow('The name of an agent');
    expect(() => sqliteMemory({ patienceMs: 0 })).toThrow(invalid('patienceMs'));
    expect(() => postgresMemory({})).toThrow(invalid('url'));
    expect(() => postgresMemory({ url: 'postgres://x', schema: 'a; drop table b' })).toThrow(invalid('schema'));
    for (const name of ['', 'x'.repeat(600), '\ud800', 7 as never])
      expect(() => Scope.user(name)).toThrow(invalid('user'));
  });

  it('is refused at the call', async () => {
    const memory = createMemory({ store: sqliteMemory({ path: ':memory:' }) });
    const scope = Scope.user('ann');
    const wrong: [object, string][] = [
      [{ text: '' }, 'text'],
      [{ text: ' \u200b\u{e0041}' }, 'text'],
      [{ text: 'x'.repeat(100_001) }, 'text'],
      [{ text: 'a', importance: 2 }, 'importance'],
      [{ text: 'a', saidAt: Number.NaN }, 'saidAt'],
      [{ text: 'a', validFrom: 10, validUntil: 5 }, 'validUntil'],
      [{ text: 'a', kind: 'opinion' }, 'kind'],
      [{ text: 'a', tags: 'x' }, 'tags'],
      [{ text: 'a', metadata: [1] }, 'metadata'],
      [{ text: 'a', source: { conversation: '' } }, 'source.conversation'],
      [{ text: 'a', source: 'me' }, 'source'],
      [{ text: 'a', source: { speakr: 'me' } }, 'speakr'],
      [{ text: 'a', validuntil: 5 }, 'validuntil'],
    ];
    for (const [part, option] of wrong)
      await expect(memory.remember({ scope, ...part } as never), option).rejects.toMatchObject({ option });
    for (const budget of [0, -1, 1.5, Number.NaN])
      await expect(memory.recall({ scope, question: 'x', budget })).rejects.toMatchObject({ option: 'budget' });
    const unknown = { scope, question: 'x', asOf: 5 } as never;
    for (const call of [
      memory.recall(unknown),
      memory.at(5).recall(unknown),
      memory.prune({ scope, dry: false } as never),
    ])
      await expect(call).rejects.toMatchObject({ code: 'invalid_argument' });
    for (const call of [memory.list({ scope, state: 'current' } as never), memory.at(5).list(unknown)])
      await expect(call).rejects.toMatchObject({ code: 'invalid_argument' });
    const { id } = await memory.remember({ scope, text: 'a cup' });
    await expect(memory.update(scope, id, { txt: 'b' } as never)).rejects.toMatchObject({ option: 'txt' });
    await expect(memory.supersede(scope, id, { text: 'b', untill: 5 } as never)).rejects.toMatchObject({
      option: 'untill',
    });
    await expect(memory.forget(scope, 'nobody')).rejects.toMatchObject({ option: 'id' });
    await memory.close();
  });

  it('tells scopes apart by type', () => {
    const ann = Scope.user('ann');
    expectTypeOf(ann.agent('a').session('s').turn('t')).toEqualTypeOf<Scope<'turn'>>();
    // @ts-expect-error a turn has no agents
    expect(() => ann.session('s').turn('t').agent('a')).not.toThrow(TypeError);
    // @ts-expect-error a user has no turns
    expect(() => ann.turn('t')).not.toThrow(TypeError);
    // @ts-expect-error what only looks like a scope is none
    const call = (memory: Memory) => memory.recall({ scope: { level: 'user', user: 'ann' }, question: '' });
    expect(call).toBeTypeOf('function');
  });
});
