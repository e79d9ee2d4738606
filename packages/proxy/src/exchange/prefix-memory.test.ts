import { describe, expect, it } from 'vitest';
import { PrefixMemory } from './prefix-memory.js';

const user = (content: unknown) => ({ role: 'user', content });
const request = (...messages: readonly unknown[]) => ({ system: 's', tools: [{ name: 'Read' }], messages });

describe('how a request begins', () => {
  it('is first, kept, rewritten by the client, or changed by us', () => {
    const memory = new PrefixMemory();
    const judge = (original: object, sent: object = original) => memory.judge('one', 'anthropic', original, sent);
    expect(judge(request(user('a')))).toBe('first');
    expect(judge(request(user('a'), user('long')), request(user('a'), user('l')))).toBe('kept');
    expect(judge(request(user('a'), user('long'), user('b')), request(user('a'), user('l'), user('b')))).toBe('kept');
    expect(
      judge(request(user('a'), user('long'), user('c'), user('d')), request(user('a'), user('l'), user('c'))),
    ).toBe('kept');
    expect(judge(request(user('a'), user('long'), user('e')), request(user('a'), user('L'), user('e')))).toBe(
      'changed',
    );
    expect(judge(request(user('a'), user('long'), user('b'), user('f'), user('g')))).toBe('changed');
    expect(judge(request(user('other')))).toBe('first');
    expect(memory.judge('two', 'anthropic', request(user('a')), request(user('a')))).toBe('first');
  });

  it('tells the client’s own rewriting from ours', () => {
    const memory = new PrefixMemory();
    const judge = (original: object, sent: object = original) => memory.judge('s', 'anthropic', original, sent);
    judge(request(user('a'), user('b'), user('c')));
    expect(judge(request(user('a'), user('summary')))).toBe('rewritten');
    expect(judge(request(user('a'), user('summary'), user('d')))).toBe('kept');
  });

  it('does not mind marks for the cache that move', () => {
    const memory = new PrefixMemory();
    const marked = (text: string) => user([{ type: 'text', text, cache_control: { type: 'ephemeral' } }]);
    const bare = (text: string) => user([{ type: 'text', text }]);
    expect(memory.judge('s', 'anthropic', request(marked('a')), request(marked('a')))).toBe('first');
    expect(memory.judge('s', 'anthropic', request(bare('a'), marked('b')), request(bare('a'), marked('b')))).toBe(
      'kept',
    );
  });

  it('says nothing where a request does not say all that came before it', () => {
    const memory = new PrefixMemory();
    const continued = { previous_response_id: 'r', input: [user('x')] };
    expect(memory.judge('s', 'openai-responses', continued, continued)).toBeUndefined();
    expect(memory.judge('s', 'openai-chat', undefined, undefined)).toBeUndefined();
    expect(memory.judge('s', 'gemini', { contents: 7 }, { contents: 7 })).toBeUndefined();
    expect(memory.judge('s', 'openai-responses', { input: 'hello' }, { input: 'hello' })).toBe('first');
  });
});
