import { describe, expect, it } from 'vitest';
import type { BindingDialect } from './binding-dialects.js';
import { bindingProvider } from './binding-provider.js';

// biome-ignore lint/suspicious/noExplicitAny: bodies of three providers are read here
type Json = Record<string, any>;

const tools = [{ name: 'look', input_schema: { type: 'object' } }];
const ask: Json = { system: 'Be brief.', tools, messages: [{ role: 'user', content: 'Why?' }] };

/** A conversation of two turns with a call, and the provider that answered it. */
function started() {
  const provider = bindingProvider({
    dialect: 'anthropic',
    script: (_, number) => (number === 1 ? { calls: [{ id: 't1', name: 'look', input: {} }] } : { text: 'So.' }),
  });
  const { content } = provider.answer(ask).body;
  const messages = [
    ...ask.messages,
    { role: 'assistant', content },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: 'long '.repeat(9) }] },
  ];
  return { provider, request: { ...ask, messages } as Json };
}

describe('a provider that binds reasoning to its prefix', () => {
  it('takes what is not covered: marks, order of keys, choice of tools, limits, one text alone or in a list', () => {
    const { provider, request } = started();
    const changed = structuredClone(request);
    changed.messages[0] = {
      content: [{ cache_control: { type: 'ephemeral' }, text: 'Why?', type: 'text' }],
      role: 'user',
    };
    expect(provider.answer({ ...changed, tool_choice: { type: 'none' }, max_tokens: 7 }).status).toBe(200);
    expect(provider.answer({ ...request, tools: [...tools, { name: 'later', defer_loading: true }] }).status).toBe(200);
    expect(provider.mismatches).toEqual([]);
  });

  it.each<[string, (request: Json) => unknown]>([
    ['another system prompt', (request) => Object.assign(request, { system: 'Be long.' })],
    ['a tool more', (request) => void request.tools.push({ name: 'more' })],
    ['a tool less', (request) => void request.tools.pop()],
    ['another question', (request) => Object.assign(request.messages[0], { content: 'How?' })],
    ['an entry before', (request) => void request.messages.unshift({ role: 'user', content: 'Hi.' })],
    [
      'other words under the signature',
      (request) => Object.assign(request.messages[1].content[0], { thinking: 'other' }),
    ],
  ])('refuses %s, or drops and reports where that is asked for', (_, change) => {
    const { provider, request } = started();
    const changed = structuredClone(request);
    change(changed);
    expect(provider.answer(changed)).toMatchObject({ status: 400, body: { error: { type: 'invalid_request_error' } } });
    const thinking = { type: 'enabled', block_binding: { prefix_mismatch_behavior: 'drop_block' } };
    const dropped = provider.answer({ ...changed, thinking });
    expect(dropped.body.input_transformations).toHaveLength(1);
    expect(provider.mismatches).toHaveLength(2);
  });

  it('refuses calls without results, and conversations it does not know', () => {
    const { provider, request } = started();
    expect(provider.answer({ ...request, messages: request.messages.slice(0, 2) }).status).toBe(400);
    const responses = bindingProvider({ dialect: 'openai-responses', script: () => ({ text: 'So.' }) });
    expect(responses.answer({ input: 'x', previous_response_id: 'resp_9' }).status).toBe(400);
    expect(responses.answer({ input: 'x' }).body.id).toBe('resp_1');
    expect(responses.answer({ input: 'y', previous_response_id: 'resp_1' }).status).toBe(200);
  });

  it.each<[BindingDialect, number]>([
    ['openai-responses', 200],
    ['gemini', 400],
  ])('%s answers a changed prefix with %i', (dialect, status) => {
    const provider = bindingProvider({ dialect, script: () => ({ text: 'So.' }) });
    const [key, question] =
      dialect === 'gemini'
        ? (['contents', { role: 'user', parts: [{ text: 'Why?' }] }] as const)
        : (['input', { role: 'user', content: 'Why?' }] as const);
    const { output, candidates } = provider.answer({ [key]: [question] }).body as Json;
    const history = [question, ...(output ?? [candidates[0].content]), question];
    expect(provider.answer({ [key]: history }).status).toBe(200);
    const changed = [JSON.parse(JSON.stringify(question).replace('Why?', 'How?')), ...history.slice(1)];
    const answer = provider.answer({ [key]: changed });
    expect(answer.status).toBe(status);
    if (dialect === 'openai-responses') expect(answer.body.prefix_mismatch).toEqual({ dropped: [1] });
    expect(provider.mismatches).toHaveLength(1);
  });

  it('wants the calls of Gemini back with their signatures', () => {
    const provider = bindingProvider({
      dialect: 'gemini',
      script: (_, number) => (number === 1 ? { calls: [{ id: '', name: 'look', input: {} }] } : { text: 'So.' }),
    });
    const contents: Json[] = [{ role: 'user', parts: [{ text: 'Why?' }] }];
    const { candidates } = provider.answer({ contents }).body as Json;
    const answered = { role: 'user', parts: [{ functionResponse: { name: 'look', response: { output: 'x' } } }] };
    const history = [...contents, candidates[0].content, answered];
    expect(provider.answer({ contents: history }).status).toBe(200);
    delete (history[1] as Json).parts[1].thoughtSignature;
    expect(provider.answer({ contents: history }).status).toBe(400);
  });
});
