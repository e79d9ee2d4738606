import Anthropic from '@anthropic-ai/sdk';
import { betaMemoryTool } from '@anthropic-ai/sdk/helpers/beta/memory';
import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../anthropic.js';
import { createMemory, Scope, sqliteMemory } from '../../index.js';
import { ANN, BOB, twoUsers } from '../memory.fixture.js';

const fresh = () => createMemory({ store: sqliteMemory({ path: ':memory:' }) });
const NOTE = '/memories/jobs/deploy.md';

describe('files of the native memory tool', () => {
  it('are made, viewed, edited, moved and deleted, byte for byte', async () => {
    const memory = fresh();
    const files = memoryFiles({ memory, scope: ANN });
    const run = async (command: string, input: object) => (await files.run({ command, ...input })).content;
    expect(await run('view', { path: '/memories' })).toMatch(/\n0B\t\/memories$/);
    await run('create', { path: NOTE, file_text: 'We deploy to Oslo.\n\n  é  \n' });
    expect(await run('view', { path: NOTE })).toMatch(
      /numbers:\n {5}1\tWe deploy to Oslo\.\n {5}2\t\n {5}3\t {2}é {2}\n {5}4\t$/,
    );
    expect(await run('view', { path: NOTE, view_range: [3, -1] })).toMatch(/numbers:\n {5}3\t/);
    expect(await run('str_replace', { path: NOTE, old_str: 'Oslo', new_str: 'oslo' })).toContain('deploy to oslo.');
    expect(await run('insert', { path: NOTE, insert_line: 1, insert_text: 'On Mondays.\n' })).toContain(
      '2\tOn Mondays.',
    );
    expect(await run('insert', { path: NOTE, insert_line: 0, insert_text: '# Deploys' })).toContain('1\t# Deploys');
    await run('create', { path: '/memories/empty.md', file_text: '' });
    await run('create', { path: '/memories/a/b/c/deep.md', file_text: 'x' });
    expect(
      (await run('view', { path: '/memories/' }))
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t')[1]),
    ).toEqual([
      '/memories',
      '/memories/a/',
      '/memories/a/b/',
      '/memories/empty.md',
      '/memories/jobs/',
      '/memories/jobs/deploy.md',
    ]);
    await run('rename', { old_path: '/memories/jobs', new_path: '/memories/team' });
    expect(await run('view', { path: '/memories/team/deploy.md' })).toContain('4\t\n     5\t  é  \n');
    expect(await run('view', { path: NOTE })).toContain('does not exist');
    expect((await memory.recall({ scope: ANN, question: 'Where do we deploy to?' })).text).toContain('oslo');
    await run('delete', { path: '/memories/team' });
    expect(await run('view', { path: '/memories' })).not.toContain('team');
    const [gone] = await memory.list({ scope: ANN, states: ['forgotten'] });
    await memory.restore(ANN, gone?.id ?? '');
    expect(await run('view', { path: '/memories' })).toContain('deploy.md');
  });

  it('lie below /memories and nowhere else', async () => {
    const memory = fresh();
    const files = memoryFiles({ memory, scope: ANN });
    const paths: unknown[] = [
      '/etc/passwd',
      '/memories/../etc/passwd',
      '/memories/..',
      '/memories/./a',
      '/memories//a',
      '/memoriesx/a',
      'memories/a',
      '',
      '/memories/%2e%2e/a',
      '/memories/%2E%2E%2Fa',
      '/memories/a\\..\\b',
      '/memories/a\0b',
      '/memories/a\nb',
      '../memories/a',
      '/memories/\ud800',
      `/memories/${'x'.repeat(600)}`,
      undefined,
      7,
      ['/memories/a'],
    ];
    for (const path of paths) {
      const inputs = [
        { command: 'view', path },
        { command: 'create', path, file_text: 'x' },
        { command: 'str_replace', path, old_str: 'a', new_str: 'b' },
        { command: 'insert', path, insert_line: 0, insert_text: 'x' },
        { command: 'delete', path },
        { command: 'rename', old_path: path, new_path: '/memories/b' },
        { command: 'rename', old_path: '/memories/b', new_path: path },
      ];
      for (const input of inputs) expect(await files.run(input)).toMatchObject({ is_error: true });
    }
    expect(await memory.list({ scope: ANN })).toEqual([]);
  });

  it('are refused in words where a command cannot be done', async () => {
    const memory = fresh();
    const files = memoryFiles({ memory, scope: ANN });
    await files.create({ path: NOTE, file_text: 'one\ntwo one' });
    const wrong: [object, RegExp][] = [
      [{ command: 'view', path: '/memories/none' }, /does not exist/],
      [{ command: 'view', path: NOTE, view_range: [2, 1] }, /view_range/],
      [{ command: 'view', path: NOTE, view_range: 'all' }, /view_range/],
      [{ command: 'create', path: NOTE, file_text: 'x' }, /already exists/],
      [{ command: 'create', path: '/memories/jobs', file_text: 'x' }, /already exists/],
      [{ command: 'create', path: `${NOTE}/below`, file_text: 'x' }, /is a file/],
      [{ command: 'create', path: '/memories', file_text: 'x' }, /is a folder/],
      [{ command: 'create', path: '/memories/n', file_text: 5 }, /file_text/],
      [{ command: 'create', path: '/memories/n', file_text: 'x'.repeat(100_001) }, /100000/],
      [{ command: 'str_replace', path: NOTE, old_str: 'three', new_str: 'x' }, /word for word/],
      [{ command: 'str_replace', path: NOTE, old_str: '', new_str: 'x' }, /word for word/],
      [{ command: 'str_replace', path: NOTE, old_str: 'one', new_str: 'x' }, /lines 1, 2/],
      [{ command: 'insert', path: NOTE, insert_line: 3, insert_text: 'x' }, /from 0 to 2/],
      [{ command: 'delete', path: '/memories' }, /cannot be deleted/],
      [{ command: 'rename', old_path: NOTE, new_path: NOTE }, /cannot become/],
      [{ command: 'rename', old_path: '/memories/jobs', new_path: '/memories/jobs/b' }, /cannot become/],
      [{ command: 'rm' }, /no command/],
      [{ command: 'toString' }, /no command/],
    ];
    for (const [input, said] of wrong)
      expect(await files.run(input)).toEqual({ content: expect.stringMatching(said), is_error: true });
    expect((await files.view({ path: NOTE })).endsWith('1\tone\n     2\ttwo one')).toBe(true);
    await memory.close();
    expect((await files.run({ command: 'view', path: NOTE })).content).toContain('go on without it');
  });

  it('lose no edit of several at once, and belong to one user', async () => {
    const memory = await twoUsers();
    const ann = memoryFiles({ memory, scope: ANN });
    const bob = memoryFiles({ memory, scope: () => BOB });
    await Promise.all([ann.create({ path: NOTE, file_text: '' }), bob.create({ path: NOTE, file_text: "Bob's" })]);
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => ann.insert({ path: NOTE, insert_line: 0, insert_text: `line ${i}` })),
    );
    expect((await ann.view({ path: NOTE })).split('\n')).toHaveLength(21);
    expect(await bob.view({ path: NOTE })).toMatch(/1\tBob's$/);
    expect(await ann.view({ path: NOTE })).not.toContain("Bob's");
    for (const scope of [undefined, () => Scope.of({ user: '' })])
      expect(await memoryFiles({ memory, scope }).run({ command: 'view', path: '/memories' })).toEqual({
        content: 'It is not known whose memory this is',
        is_error: true,
      });
    for (const options of [{}, { memory }])
      expect(() => memoryFiles(options as never)).toThrow(expect.objectContaining({ code: 'invalid_option' }));
  });

  it("serve the SDK's own tool and its runner", async () => {
    const memory = fresh();
    const bodies: { messages: { content: unknown }[] }[] = [];
    const say = (content: object[], stop_reason: string) =>
      Response.json({
        id: 'm',
        type: 'message',
        role: 'assistant',
        model: 'x',
        content,
        stop_reason,
        usage: { input_tokens: 1, output_tokens: 1 },
      });
    const commands = [
      { command: 'create', path: '/memories/a.md', file_text: 'Ann deploys to Lima.' },
      { command: 'view', path: '/memories/a.md' },
      { command: 'view', path: '/memories/../x' },
    ];
    const fetch = (async (_: unknown, init: RequestInit) => {
      const input = commands[bodies.push(JSON.parse(init.body as string)) - 1];
      const id = `t${bodies.length}`;
      return input
        ? say([{ type: 'tool_use', id, name: 'memory', input }], 'tool_use')
        : say([{ type: 'text', text: 'Done.' }], 'end_turn');
    }) as typeof globalThis.fetch;
    const client = new Anthropic({ apiKey: 'k', fetch, maxRetries: 0, logLevel: 'off' });
    const final = await client.beta.messages.toolRunner({
      model: 'claude-test',
      max_tokens: 10,
      tools: [betaMemoryTool(memoryFiles({ memory, scope: ANN }))],
      messages: [{ role: 'user', content: 'Note it.' }],
    });
    expect(final.content).toMatchObject([{ text: 'Done.' }]);
    expect(JSON.stringify(bodies[2]?.messages.at(-1))).toContain('1\\tAnn deploys to Lima.');
    expect(JSON.stringify(bodies[3]?.messages.at(-1))).toMatch(
      /is not one within.*"is_error":true|"is_error":true.*is not one within/,
    );
    expect((await memory.recall({ scope: ANN, question: 'Where does Ann deploy to?' })).text).toContain('Lima');
  });
});
