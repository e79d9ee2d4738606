import { createHeadroom } from '@headroom/core';
import { describe, expect, it } from 'vitest';
import { readHookEvent } from './hook-event.js';
import { CLAUDE_CODE_RETRIEVE_TOOL } from './names.js';
import { persistedFile } from './persisted-file.js';
import { type HookAnswer, type Surroundings, shortenOutput } from './shorten.js';
import { readTranscript, transcriptsOf } from './transcript.js';
import { windowOf } from './window.js';

const rows = Array.from({ length: 400 }, (_, id) => ({
  id,
  host: `node-${id % 5}`,
  state: id === 311 ? 'lost' : 'fine',
  load: 3,
}));
const json = JSON.stringify(rows, null, 1);
const headroom = createHeadroom();
const entry = (type: string, message: object, more: object = {}) =>
  JSON.stringify({ type, message, isSidechain: false, ...more });
const asked = (question: string) => entry('user', { role: 'user', content: question });

function event(tool_name: string, tool_response: unknown, tool_input: unknown = {}, more: object = {}) {
  const read = readHookEvent({
    hook_event_name: 'PostToolUse',
    session_id: 's',
    transcript_path: '/t/s.jsonl',
    tool_use_id: 'call_1',
    tool_name,
    tool_input,
    tool_response,
    unknown_field: 1,
    ...more,
  });
  if (!read) throw new Error('no event');
  return read;
}
const put = (answer: HookAnswer | undefined) => answer?.hookSpecificOutput.updatedToolOutput as never;
const shown = async (
  tool: string,
  response: unknown,
  around: Surroundings = { transcripts: [asked('Which node is lost?')] },
) => put(await shortenOutput(headroom, event(tool, response), around)) as Record<string, never> | undefined;
const bash = (stdout: string, more: object = {}) => ({
  stdout,
  stderr: '',
  interrupted: false,
  isImage: false,
  noOutputExpected: false,
  ...more,
});
const found = (text: string) => /hash=([0-9a-f]{24})/.exec(text)?.[1] ?? '';

describe('an output keeps the shape of its tool', () => {
  it('Bash: every field as it came, the text shorter, the tool named as the agent shows it, the original kept', async () => {
    const answer = await shown('Bash', bash(json, { returnCodeInterpretation: 'x' }));
    const { stdout, ...rest } = answer as Record<string, string>;
    expect(rest).toEqual({
      stderr: '',
      interrupted: false,
      isImage: false,
      noOutputExpected: false,
      returnCodeInterpretation: 'x',
    });
    expect(stdout).toContain(`call ${CLAUDE_CODE_RETRIEVE_TOOL} with hash=`);
    expect(stdout).toContain('lost');
    expect(stdout?.length).toBeLessThan(json.length / 3);
    expect(await headroom.retrieve(found(stdout ?? ''))).toMatchObject({ status: 'found', text: json });
  });

  it('Bash: takes the whole from the saved file, and leaves the saved fields out', async () => {
    const long = JSON.stringify(
      Array.from({ length: 3000 }, (_, id) => ({ ...rows[id % 400], id })),
      null,
      1,
    );
    const response = bash(long.slice(0, 30_000), { persistedOutputPath: '/x/b.txt', persistedOutputSize: long.length });
    expect(persistedFile(event('Bash', response))).toEqual({ path: '/x/b.txt', bytes: long.length });
    const answer = await shown('Bash', response, { whole: long });
    expect(Object.keys(answer ?? {})).not.toContain('persistedOutputPath');
    expect(await headroom.retrieve(found(answer?.stdout ?? ''))).toMatchObject({ text: long });
    expect(await shown('Bash', response, {})).toBeUndefined();
    expect(await shown('Bash', response, { whole: 'something else' })).toBeUndefined();
  });

  it('Bash: never answers with more than the client shows', async () => {
    const words = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'heron', 'inlet', 'jetty'];
    let seed = 7;
    const word = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return words[seed % 10] ?? '';
    };
    const prose = Array.from({ length: 6000 }, (_, i) => `${i} ${word()} ${word()} ${word()} ${seed % 9973}.`).join(
      '\n',
    );
    const response = bash(prose.slice(0, 30_000), { persistedOutputPath: '/x', persistedOutputSize: prose.length });
    const answer = await shown('Bash', response, { whole: prose });
    expect(answer === undefined || String(answer.stdout).length <= 30_000).toBe(true);
  });

  it.each([
    ['Grep', { mode: 'content', numFiles: 1, filenames: [], content: json, numLines: 9 }, 'content'],
    ['WebFetch', { bytes: 1, code: 200, codeText: 'OK', result: json, durationMs: 3, url: 'u' }, 'result'],
  ])('%s: one field', async (tool, response, field) => {
    const answer = await shown(tool, response);
    expect({ ...answer, [field]: '' }).toEqual({ ...response, [field]: '' });
    expect(String(answer?.[field])).toContain('Left out');
  });

  it('Glob: names stay a list of names, the note its last', async () => {
    const filenames = Array.from({ length: 900 }, (_, i) => `/p/build/cache/${i % 9}/chunk-${i}.bin`);
    const response = { filenames, durationMs: 2, numFiles: 900, truncated: false };
    const answer = await shown('Glob', response);
    const names: readonly string[] = answer?.filenames ?? [];
    expect(names.length).toBeGreaterThan(0);
    expect(names.length).toBeLessThan(900);
    expect(names.at(-1)).toContain('[Left out: ');
    expect(names.every((name) => typeof name === 'string' && !name.includes('\n'))).toBe(true);
    expect({ ...response, ...answer, filenames }).toEqual(response);
  });

  it('Agent: parts of its report', async () => {
    const response = {
      status: 'completed',
      agentId: 'a',
      content: [
        { type: 'text', text: json },
        { type: 'image', source: 1 },
      ],
    };
    const answer = await shown('Agent', response);
    expect(answer).toMatchObject({
      status: 'completed',
      agentId: 'a',
      content: [{ type: 'text' }, { type: 'image', source: 1 }],
    });
    expect(JSON.stringify(answer).length).toBeLessThan(json.length / 2);
  });

  it('MCP: a string or a list, never an object', async () => {
    expect(typeof (await shown('mcp__db__query', json))).toBe('string');
    const list = await shown('mcp__db__query', [{ type: 'text', text: json, annotations: 1 }]);
    expect(list).toMatchObject([{ type: 'text', annotations: 1 }]);
    expect(await shown('mcp__db__query', { content: [{ type: 'text', text: json }] })).toBeUndefined();
    expect(
      await shown('mcp__db__query', `Error: result (${json.length} characters) is too long ${json}`),
    ).toBeUndefined();
  });

  it('MCP: takes the whole of what was too long from where this session keeps it, and from nowhere else', async () => {
    const notice = (path: string) =>
      `Error: result (${json.length.toLocaleString('en-US')} characters across 1 line) exceeds maximum allowed tokens. Output has been saved to ${path}.\nFormat: Plain text\nUse offset`;
    const path = '/t/s/tool-results/mcp-db-query-1.txt';
    expect(persistedFile(event('mcp__db__query', notice(path)))).toEqual({ path, characters: json.length });
    for (const other of ['/home/me/.ssh/id_rsa', '/t/s/tool-results/../../secret', '/t/other/tool-results/x.txt'])
      expect(persistedFile(event('mcp__db__query', notice(other)))).toBeUndefined();
    const around = { transcripts: [asked('Which node is lost?')], whole: json };
    const answer = (await shown('mcp__db__query', notice(path), around)) as unknown as { text: string }[];
    expect(await headroom.retrieve(found(answer[0]?.text ?? ''))).toMatchObject({ text: json });
  });

  it('Read: whole, for no compressor leaves one unbroken window today', async () => {
    const log = Array.from({ length: 400 }, (_, i) => `10:00:00 INFO copied part ${i} in ${(i * 7) % 90} ms`).join(
      '\n',
    );
    const code = Array.from({ length: 400 }, (_, i) => `export const value${i} = compute(${i});`).join('\n');
    for (const content of [code, json, log]) {
      const file = { filePath: '/p/a.ts', content, numLines: 400, startLine: 11, totalLines: 900 };
      expect(await shown('Read', { type: 'text', file })).toBeUndefined();
    }
    expect(await shown('Read', { type: 'file_unchanged', file: { filePath: '/a' } })).toBeUndefined();
    expect(await shown('Read', { type: 'image', file: { base64: json } })).toBeUndefined();
  });
});

describe('windowOf', () => {
  const original = ['a', 'b', 'c', 'd', 'e'].join('\n');
  const note = '[Left out: 3 lines. Full text: call x with hash=1]';
  it('knows an unbroken run of lines with a note behind it, and where it stands', () => {
    expect(windowOf(original, `b\nc\n${note}`)).toEqual({ skipped: 1, lines: 3 });
    expect(windowOf(original, `a\n${note}`)).toEqual({ skipped: 0, lines: 2 });
  });
  it.each([`a\nc\n${note}`, `b\nc`, note, `\n${note}`, `[2 lines]\nb\n${note}`, `aa\n${note}`])(
    '%j is none',
    (text) => {
      expect(windowOf(original, text)).toBeUndefined();
    },
  );
});

describe('what is not known passes whole', () => {
  it.each<[string, unknown]>([
    ['Bash', json],
    ['Bash', { stdout: json }],
    ['Bash', bash(json, { isImage: true })],
    ['Bash', bash('', { backgroundTaskId: 'b' })],
    ['Edit', { filePath: 'a', originalFile: json }],
    ['Write', { type: 'create', content: json }],
    ['FutureTool', { stdout: json }],
    ['constructor', { content: json }],
    ['Read', null],
    [CLAUDE_CODE_RETRIEVE_TOOL, [{ type: 'text', text: json }]],
  ])('%s', async (tool, response) => {
    expect(await shown(tool, response)).toBeUndefined();
  });

  it.each([
    undefined,
    null,
    [],
    'x',
    {},
    { hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_use_id: 'x' },
    { hook_event_name: 'PostToolUse', tool_name: 3, tool_use_id: 'x' },
  ])('%j is no event of ours', (body) => expect(readHookEvent(body)).toBeUndefined());
});

describe('the transcript', () => {
  const tail = [
    '"cut in the middle"}',
    asked('Which node is lost?'),
    entry('user', { role: 'user', content: 'nothing of the user' }, { isMeta: true }),
    JSON.stringify({ type: 'attachment', attachment: {} }),
    entry('assistant', {
      role: 'assistant',
      model: 'claude-opus-4-8[1m]',
      content: [{ type: 'tool_use', id: 'call_1', name: 'Bash', input: {} }],
    }),
    '{"type":"user","message":{"role":"us',
  ].join('\n');

  it('gives the question and the model, whatever else is in it', async () => {
    const told = readTranscript(tail);
    expect(told.model).toBe('claude-opus-4-8');
    expect(told.messages).toHaveLength(2);
    const answer = await shortenOutput(headroom, event('Bash', bash(json)), { transcripts: [tail] });
    expect(String((put(answer) as { stdout: string }).stdout)).toContain('lost');
  });

  it('changes nothing that was said before, and an output is the same whoever else is running', async () => {
    const one = await shown('Bash', bash(json), { transcripts: [tail] });
    const many = await Promise.all(
      Array.from({ length: 20 }, () => shown('Bash', bash(json), { transcripts: [tail] })),
    );
    for (const each of many) expect(each).toEqual(one);
  });

  it("of a sub-agent is its own, or the session's where it has none yet", async () => {
    expect(transcriptsOf('/p/s.jsonl', 'a1')).toEqual(['/p/s/subagents/agent-a1.jsonl', '/p/s.jsonl']);
    expect(transcriptsOf('/p/s.jsonl', '../../x')).toEqual(['/p/s.jsonl']);
    expect(transcriptsOf('/p/s.jsonl', undefined)).toEqual(['/p/s.jsonl']);
    const shownTo = async (...transcripts: (string | undefined)[]) =>
      String((await shown('Bash', bash(json), { transcripts }))?.stdout);
    const plain = await shownTo(asked('Which is lost?'));
    const id = rows.findLast((row) => !new RegExp(`^${row.id},`, 'm').test(plain))?.id;
    const row = `{"id": ${id},`;
    const call = { type: 'tool_use', id: 'call_0', name: 'Agent', input: { prompt: `What is the row with id ${id}?` } };
    const session = `${asked('Look into it.')}\n${entry('assistant', { role: 'assistant', content: [call] })}`;
    for (const own of [undefined, '', '{"type":"progress"}']) {
      const text = await shownTo(own, session);
      expect(text).toContain(`call ${CLAUDE_CODE_RETRIEVE_TOOL} with hash=`);
      expect(text).toContain(row);
    }
    expect(await shownTo(asked('Which is lost?'), session)).toBe(plain);
  });
});
