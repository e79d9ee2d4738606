import { describe, expect, it } from 'vitest';
import { retrieveTool } from '../ccr/tool.js';
import { createHeadroom } from '../compress.js';
import { HeadroomError } from '../model/errors.js';
import { callOptions } from './call-options.js';
import { canRetrieve } from './can-retrieve.js';
import { openDoor } from './open-door.js';
import { readTurns } from './read-turns.js';

describe('openDoor', () => {
  it('makes an engine, or takes the one it is given, and keeps the other options for each call', () => {
    const headroom = createHeadroom();
    const given = openDoor({ headroom, minTokens: 50 });
    expect(given.headroom).toBe(headroom);
    expect(given.options).toEqual({ minTokens: 50 });
    expect(openDoor().headroom).not.toBe(openDoor().headroom);
  });

  it('refuses misuse where it is written, with an engine or without', () => {
    for (const headroom of [undefined, createHeadroom()]) {
      const engine = headroom && { headroom };
      expect(() => openDoor({ ...engine, baseUrl: 'x' } as never)).toThrow(/Remove it/);
      expect(() => openDoor({ ...engine, mode: 'aggressive', retrieval: 'none' })).toThrow(/choose one/);
    }
    for (const headroom of [null, {}, 'engine']) expect(() => openDoor({ headroom } as never)).toThrow(HeadroomError);
  });
});

describe('callOptions', () => {
  it.each([
    [undefined, true, { retrieval: 'tool' }],
    [undefined, false, { retrieval: 'summary' }],
    ['tool', true, { retrieval: 'tool' }],
    ['tool', false, { retrieval: 'summary', mode: 'lossless' }],
    ['summary', true, { retrieval: 'summary' }],
    ['none', false, { retrieval: 'none' }],
    ['tool', undefined, { retrieval: 'tool' }],
    [undefined, undefined, {}],
  ] as const)('with retrieval %s and a tool in reach: %s', (retrieval, reachable, expected) => {
    const door = openDoor(retrieval && { retrieval });
    expect(callOptions(door, reachable === undefined ? {} : { reachable })).toEqual(expected);
  });

  it('lets the door name the model, and the call its signal', () => {
    const { signal } = new AbortController();
    const call = { model: 'gpt-4o', reachable: false, signal };
    expect(callOptions(openDoor(), call)).toEqual({ model: 'gpt-4o', signal, retrieval: 'summary' });
    expect(callOptions(openDoor({ model: 'gpt-4' }), call)).toMatchObject({ model: 'gpt-4' });
  });

  it.each([
    ['gpt-4o', 'gpt-4o'],
    [{ model: 'gpt-4o' }, 'gpt-4o'],
    [{ model: '', modelName: 'gpt-4o' }, 'gpt-4o'],
    [{ modelId: 'gpt-4o' }, 'gpt-4o'],
    [{ model: 7 }, undefined],
    ['', undefined],
    [null, undefined],
  ])('finds the id in the model %j', (model, id) => expect(callOptions(openDoor(), { model }).model).toBe(id));
});

describe('canRetrieve', () => {
  const search = { name: 'search' };
  const ours = [
    retrieveTool('openai-chat'),
    retrieveTool('openai-responses'),
    retrieveTool('anthropic'),
    retrieveTool('gemini'),
    Object.assign(Object.create({ invoke() {} }), { name: 'headroom_retrieve' }),
  ];

  it('finds the tool in any spelling, and misses it where it is not', () => {
    for (const tool of ours) expect(canRetrieve([search, tool])).toBe(true);
    for (const tools of [undefined, null, {}, [], [search, null, 7, 'headroom_retrieve']])
      expect(canRetrieve(tools)).toBe(false);
  });

  const name = 'headroom_retrieve';
  it.each([
    ...[undefined, null, 'auto', 'any', 'required', name],
    ...['auto', 'any', 'required'].map((type) => ({ type })),
    { type: 'function', function: { name } },
    { type: 'function', name },
    { type: 'tool', name },
    { type: 'tool', toolName: name },
    { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name }] },
  ])('is allowed by the choice %j', (choice) => expect(canRetrieve(ours, choice)).toBe(true));

  it.each([
    ...['none', 'search', '', 7, false, {}, ['auto']],
    { type: 'none' },
    { function: { name: 'search' } },
    { type: 'tool', toolName: 'search' },
    { type: 'allowed_tools', tools: [search] },
  ])('is forbidden by the choice %j', (choice) => expect(canRetrieve(ours, choice)).toBe(false));
});

describe('readTurns', () => {
  interface Line {
    readonly by: 'user' | 'assistant' | 'tool' | 'stranger';
    readonly text: string;
    readonly id?: string;
  }
  const blocks = (lines: readonly Line[]) => [
    ...readTurns(lines, ({ by, text, id }, index, calls) => {
      if (by === 'stranger') return undefined;
      if (by === 'assistant' && id) calls.set(id, { id, tool: 'search' });
      const call = by === 'tool' ? calls.get(id) : undefined;
      return { role: by, texts: [{ at: [index, 'text'], text, ...(call && { call }) }] };
    }),
  ];

  it('tells each text the user words before it and the call it answers, and skips what is not read', () => {
    const lines: Line[] = [
      { by: 'tool', text: 'early', id: 'a' },
      { by: 'user', text: 'Where?' },
      { by: 'assistant', text: 'I look.', id: 'a' },
      { by: 'stranger', text: 'unread' },
      { by: 'tool', text: 'found', id: 'a' },
      { by: 'user', text: '<system-reminder>injected</system-reminder>' },
    ];
    const found = blocks(lines);
    expect(found.map(({ query }) => query)).toEqual(['', 'Where?', 'Where?', 'Where?', 'Where?']);
    expect(found.map(({ turn }) => turn)).toEqual([0, 1, 2, 4, 5]);
    expect(found.map(({ call }) => call?.tool)).toEqual([undefined, undefined, undefined, 'search', undefined]);
    // What comes later changes nothing before it.
    for (const [index] of lines.entries())
      expect(blocks(lines.slice(0, index))).toEqual(found.filter(({ turn }) => turn < index));
  });

  it('adds to a block only what is known', () => {
    expect(blocks([{ by: 'user', text: 'Hi' }])).toEqual([
      { at: [0, 'text'], text: 'Hi', turn: 0, role: 'user', query: 'Hi' },
    ]);
  });
});
