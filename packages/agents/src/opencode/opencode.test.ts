import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHeadroom } from '@headroom/core';
import { describe, expect, it } from 'vitest';
import { OPENCODE_RETRIEVE_TOOL } from './names.js';
import { headroomPlugin } from './plugin.js';
import { allowRetrieve, mayRetrieve } from './retrieve-right.js';
import { opencodeSession } from './session.js';
import { endOf, toldOf } from './session-told.js';
import { readOpencodeCall, shortenOpencode } from './shorten.js';
import { savedOutput } from './tool-output.js';

const json = JSON.stringify(
  Array.from({ length: 400 }, (_, id) => ({ id, host: `node-${id % 5}`, state: id === 311 ? 'lost' : 'fine' })),
  null,
  1,
);
const headroom = createHeadroom();
const asked = [{ role: 'user', content: [{ type: 'text', text: 'Which node is lost?' }] }];
const call = (tool: string, output: unknown, more: object = {}) => {
  const read = readOpencodeCall({ tool, callId: 'c1', output, messages: asked, canRetrieve: true, ...more });
  if (!read) throw new Error('no call');
  return read;
};
const shorten = (tool: string, output: unknown, more: object = {}, whole?: string) =>
  shortenOpencode(headroom, call(tool, output, more), { whole });

describe('an output of opencode', () => {
  it('is shortened in its own field, with the tool as opencode shows it, and comes back', async () => {
    const changed = await shorten('bash', { output: json, metadata: { exit: 3 } });
    expect(Object.keys(changed ?? {})).toEqual(['output']);
    const text = String(changed?.output);
    expect(text).toContain(`call ${OPENCODE_RETRIEVE_TOOL} with hash=`);
    expect(text).toContain('lost');
    const hash = /hash=([0-9a-f]{24})/.exec(text)?.[1] ?? '';
    expect(await headroom.retrieve(hash)).toMatchObject({ text: json });
  });

  it('of MCP keeps its other parts where they are', async () => {
    const image = { type: 'image', data: 'x' };
    const changed = await shorten('db_query', {
      content: [image, { type: 'text', text: json, annotations: 1 }, image],
    });
    expect(changed?.content).toMatchObject([image, { type: 'text', annotations: 1 }, image]);
    expect(JSON.stringify(changed).length).toBeLessThan(json.length / 2);
  });

  it('that was cut is taken whole from the file, if that is the one', async () => {
    const long = `${json}\n${json.replaceAll('fine', 'good')}`;
    const path = '/h/.local/share/opencode/tool-output/tool_1';
    const output = {
      output: `...output truncated...\n\nFull output saved to: ${path}\n\n${long.slice(-30_000)}`,
      metadata: { truncated: true, outputPath: path },
    };
    expect(savedOutput('bash', output)).toBe(path);
    expect(savedOutput('db_query', output)).toBeUndefined();
    expect(savedOutput('bash', { metadata: { truncated: true, outputPath: '/etc/passwd' } })).toBeUndefined();
    const hash = /hash=([0-9a-f]{24})/.exec(String((await shorten('bash', output, {}, long))?.output))?.[1] ?? '';
    expect(await headroom.retrieve(hash)).toMatchObject({ text: long });
    const other = await shorten('bash', output, {}, 'something else');
    expect(String(other?.output ?? output.output)).toContain('tool_1');
  });

  it.each<[string, unknown]>([
    [OPENCODE_RETRIEVE_TOOL, { content: [{ type: 'text', text: json }] }],
    ['skill', { output: json }],
    ['write', { output: json }],
    ['new_tool', { output: json }],
    ['constructor', { output: json }],
    ['bash', { output: 7 }],
    ['bash', json],
    ['bash', null],
  ])('stays: %s', async (tool, output) => {
    expect(await shorten(tool, output)).toBeUndefined();
  });

  it('is only packed where the model cannot ask for the rest', async () => {
    const packed = await shorten('bash', { output: json }, { canRetrieve: false });
    expect(JSON.stringify(packed ?? {})).not.toContain('hash=');
  });

  it.each([undefined, null, [], 'x', {}, { tool: 'bash' }, { tool: '', callId: 'x' }, { tool: 3, callId: 'x' }])(
    '%j is no call',
    (body) => expect(readOpencodeCall(body)).toBeUndefined(),
  );
});

describe('what was said', () => {
  const session = [
    { info: { role: 'user', agent: 'build', model: { modelID: 'm1' } }, parts: [{ type: 'text', text: 'Which?' }] },
    {
      info: { role: 'assistant', modelID: 'm2' },
      parts: [
        { type: 'step-start' },
        { type: 'tool', callID: 'c0', tool: 'bash', state: { status: 'completed', input: { a: 1 }, output: 'out' } },
        { type: 'tool', callID: 'c1', tool: 'bash', state: { status: 'running', input: {} } },
      ],
    },
    { info: { role: 'user', agent: 'explore' }, parts: [{ type: 'text', text: 'not of the user', synthetic: true }] },
    'nothing',
    { info: { role: 'future' }, parts: [] },
  ];
  it('is read from the session, with its calls, the model, and who speaks', () => {
    expect(toldOf(session)).toEqual({
      agent: 'explore',
      model: 'm2',
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Which?' }] },
        {
          role: 'assistant',
          content: [
            { type: 'tool_use', id: 'c0', name: 'bash', input: { a: 1 } },
            { type: 'tool_use', id: 'c1', name: 'bash', input: {} },
          ],
        },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c0', content: 'out' }] },
      ],
    });
    expect(toldOf(undefined)).toEqual({ messages: [], model: undefined, agent: undefined });
  });

  it('goes along as far as there is room', () => {
    const { messages } = toldOf(session);
    expect(endOf(messages, 1_000_000)).toEqual(messages);
    expect(endOf(messages, 100)).toEqual(messages.slice(-1));
    expect(endOf(messages, 1)).toEqual([]);
  });
});

describe('the right to ask', () => {
  it('is given, unless the user says something of this tool', () => {
    const given = (permission: unknown) => {
      const config = { permission };
      allowRetrieve(config);
      return config.permission;
    };
    const allow = { [OPENCODE_RETRIEVE_TOOL]: 'allow' };
    expect(given(undefined)).toEqual(allow);
    expect(given('ask')).toEqual({ '*': 'ask', ...allow });
    expect(given({ '*': 'deny', bash: 'allow' })).toEqual({ '*': 'deny', bash: 'allow', ...allow });
    for (const own of [
      { 'headroom*': 'deny' },
      { [OPENCODE_RETRIEVE_TOOL]: 'ask' },
      { 'headroom_headroom_retriev?': 'deny' },
    ])
      expect(given(own)).toEqual(own);
    expect(() => allowRetrieve(null)).not.toThrow();
    expect(given({ [`${'*'.repeat(150)}x`]: 'deny' })).toMatchObject(allow);
  });

  it('is what the last rule that fits says, and nothing for an agent that is not known', () => {
    const rule = (permission: string, action: string) => ({ permission, pattern: '*', action });
    const agents = [
      { name: 'build', permission: [rule('*', 'allow'), rule('bash', 'deny')] },
      { name: 'explore', permission: [rule('*', 'allow'), rule('*', 'deny'), rule('grep', 'allow')] },
      { name: 'odd' },
    ];
    expect(['build', 'explore', 'odd', 'none', undefined].map((name) => mayRetrieve(agents, name))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(mayRetrieve('x', 'build')).toBe(false);
  });
});

describe('opencodeSession', () => {
  const base = { args: ['run', 'hello'], port: 4711, token: 'f'.repeat(64), version: '1.2.3', plugin: 'file:///p.js' };
  it('gives plugin and server by variables, beside what the user has there', () => {
    const content = JSON.stringify({ model: 'x', plugin: ['own'], mcp: { db: { type: 'local' } } });
    const { args, env, problem } = opencodeSession({ ...base, content, mode: 'lossless', excludeTools: ['a b'] });
    expect([args, problem]).toEqual([base.args, undefined]);
    const { OPENCODE_CONFIG_CONTENT = '', ...rest } = env;
    expect(rest).toEqual({
      HEADROOM_TOKEN: base.token,
      HEADROOM_HOOK: 'http://127.0.0.1:4711/hook/opencode?v=1.2.3&mode=lossless&exclude=a+b',
    });
    expect(JSON.parse(OPENCODE_CONFIG_CONTENT)).toMatchObject({
      model: 'x',
      plugin: ['own', 'file:///p.js'],
      mcp: { db: { type: 'local' }, headroom: { type: 'remote', url: 'http://127.0.0.1:4711/mcp' } },
    });
    expect(OPENCODE_CONFIG_CONTENT).not.toContain(base.token);
  });

  it.each([['{half'], ['[]'], ['{"a":1} // comment']])('leaves the session to the user for %j', (content) => {
    expect(opencodeSession({ ...base, content })).toMatchObject({ env: {}, problem: expect.any(String) });
  });

  it.each([[['auth', 'login']], [['--version']], [['models']]])('adds nothing to %j', (args) => {
    expect(opencodeSession({ ...base, args })).toEqual({ args, env: {} });
  });

  it('says that --pure keeps it out', () => {
    expect(opencodeSession({ ...base, args: ['--pure'] }).problem).toContain('--pure');
  });
});

describe('the plugin', () => {
  const client = {
    session: { messages: async () => ({ data: [] }) },
    app: { agents: async () => ({ data: [] }) },
    mcp: { status: async () => ({ data: { headroom: { status: 'connected' } } }) },
  };
  type Hooks = { 'tool.execute.after': (input: object, output: object) => Promise<void> };
  async function after(answer: (body: string) => [number, string], output: Record<string, unknown>, more = client) {
    const bodies: string[] = [];
    const http = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      bodies.push(`${request.headers.authorization} ${body}`);
      const [status, text] = answer(body);
      response.writeHead(status).end(text);
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/hook/opencode`;
    const env = { HEADROOM_HOOK: url, HEADROOM_TOKEN: 'secret' };
    const hooks = (await headroomPlugin({ client: more }, env)) as Hooks;
    await hooks['tool.execute.after']({ tool: 'bash', sessionID: 's', callID: 'c', args: { a: 1 } }, output);
    http.close();
    return bodies;
  }

  it('puts in place what the service answers, and nothing else', async () => {
    const output = { output: json, title: 't' };
    const [body = ''] = await after(() => [200, '{"output":"short","title":"x"}'], output);
    expect(output).toEqual({ output: 'short', title: 't' });
    expect(body).toContain('Bearer secret {"tool":"bash","callId":"c","input":{"a":1}');
    expect(body).toContain('"canRetrieve":false');
  });

  it.each<[number, string]>([
    [500, ''],
    [200, 'no json'],
    [200, '{}'],
    [200, '{"output":7}'],
    [413, '{}'],
  ])('leaves the output for %i %j', async (status, text) => {
    const output = { output: json };
    await after(() => [status, text], output);
    expect(output).toEqual({ output: json });
  });

  it('asks nobody about what is short, and does without what opencode cannot tell', async () => {
    const output = { output: 'short' };
    expect(await after(() => [200, '{}'], output)).toEqual([]);
    const failing = async () => {
      throw new Error('no');
    };
    const without = { session: { messages: failing }, app: { agents: failing }, mcp: { status: failing } };
    expect(await after(() => [200, '{}'], { output: json }, without as never)).toHaveLength(1);
  });

  it('leaves every output where nobody answers, and does nothing in a session that is not ours', async () => {
    const output = { output: json };
    const env = { HEADROOM_HOOK: 'http://127.0.0.1:1/hook/opencode', HEADROOM_TOKEN: 'x' };
    const hooks = (await headroomPlugin({ client }, env)) as Hooks;
    await hooks['tool.execute.after']({ tool: 'bash', sessionID: 's', callID: 'c' }, output);
    expect(output).toEqual({ output: json });
    expect(await headroomPlugin({ client }, { HEADROOM_TOKEN: 'x' })).toEqual({});
  });
});
