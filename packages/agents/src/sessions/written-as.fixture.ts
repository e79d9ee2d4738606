import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Libsql from 'libsql';
import { contentText, type Message, type ToolUse } from '../replay/message.js';
import type { AgentName } from './session-event.js';

/** A conversation as it is to be told by an agent's transcript. */
export interface Script {
  readonly id: string;
  readonly model: string;
  readonly messages: readonly Message[];
  /** Calls that failed, by id, where the agent marks them. */
  readonly failed?: ReadonlySet<string>;
  /** Exit codes of calls, by id, where the agent keeps them beside the output. */
  readonly exits?: ReadonlyMap<string, number>;
  /** Where it was held, and when it began, in milliseconds. */
  readonly folder?: string;
  readonly began?: number;
}

const TIME = Date.parse('2026-11-01T10:00:00Z');
const FOLDER = '/home/me/project';
const clock =
  (began = TIME) =>
  (i: number) =>
    new Date(began + i * 1000).toISOString();
const inputOf = (call: ToolUse): unknown => {
  try {
    return JSON.parse(call.function.arguments);
  } catch {
    return call.function.arguments;
  }
};

/** Each answer with the results of its calls; what is said before the first answer or between two has no answer. */
function* turns(messages: readonly Message[]) {
  for (let i = 0; i < messages.length; i++) {
    const message = messages[i] as Message;
    if (message.role !== 'assistant') {
      yield { i, said: message };
      continue;
    }
    const results: Message[] = [];
    while (messages[i + 1]?.role === 'tool') results.push(messages[++i] as Message);
    yield { i, answer: message, results };
  }
}

/** Lines as Claude Code 2.1 writes them: a line a block of an answer, a line a result. */
export function asClaudeCode({ id, model, messages, failed, folder = FOLDER, began }: Script): string[] {
  const at = clock(began);
  const around = {
    isSidechain: false,
    sessionId: id,
    version: '2.1.197',
    cwd: folder,
    userType: 'external',
  };
  const lines: object[] = [
    { type: 'queue-operation', operation: 'enqueue', timestamp: at(0), sessionId: id, content: 'x' },
  ];
  const line = (i: number, type: string, message: object, more: object = {}) =>
    lines.push({
      parentUuid: `u${lines.length - 1}`,
      ...around,
      ...more,
      type,
      uuid: `u${lines.length}`,
      timestamp: at(i),
      message,
    });
  for (const { i, said, answer, results = [] } of turns(messages)) {
    if (said)
      line(
        i,
        'user',
        { role: 'user', content: contentText(said.content) },
        said.role === 'system' ? { isMeta: true } : {},
      );
    if (!answer) continue;
    const by = { id: `msg_${i}`, type: 'message', role: 'assistant', model };
    const text = contentText(answer.content);
    const calls = answer.tool_calls ?? [];
    if (text || calls.length === 0) line(i, 'assistant', { ...by, content: [{ type: 'text', text }] });
    for (const call of calls)
      line(i, 'assistant', {
        ...by,
        content: [{ type: 'tool_use', id: call.id, name: call.function.name, input: inputOf(call) }],
      });
    for (const result of results) {
      const block = {
        type: 'tool_result',
        tool_use_id: result.tool_call_id,
        content: contentText(result.content),
        is_error: failed?.has(result.tool_call_id ?? '') === true,
      };
      line(i, 'user', { role: 'user', content: [block] }, { toolUseResult: { stdout: block.content } });
    }
  }
  return lines.map((one) => JSON.stringify(one));
}

/** Lines as Codex 0.171 writes them: what was sent, what the screen showed, and the usage of every answer. */
export function asCodex({ id, model, messages, folder = FOLDER, began }: Script): string[] {
  const at = clock(began);
  const lines: string[] = [];
  const line = (i: number, type: string, payload: object) =>
    lines.push(JSON.stringify({ timestamp: at(i), ordinal: lines.length, type, payload }));
  line(0, 'session_meta', { id, cwd: folder, cli_version: '0.171.0', source: 'exec' });
  line(0, 'turn_context', { cwd: folder, model });
  for (const { i, said, answer, results = [] } of turns(messages)) {
    if (said) {
      const role = said.role === 'system' ? 'developer' : 'user';
      line(i, 'response_item', {
        type: 'message',
        role,
        content: [{ type: 'input_text', text: contentText(said.content) }],
      });
    }
    if (!answer) continue;
    const text = contentText(answer.content);
    const calls = answer.tool_calls ?? [];
    if (text || calls.length === 0)
      line(i, 'response_item', { type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] });
    for (const call of calls)
      line(i, 'response_item', {
        type: 'function_call',
        name: call.function.name,
        arguments: call.function.arguments,
        call_id: call.id,
      });
    line(i, 'event_msg', { type: 'item_completed', item: { type: 'AgentMessage', content: text } });
    line(i, 'token_usage_record', { response_id: `resp_${i}`, usage: {} });
    for (const result of results)
      line(i, 'response_item', {
        type: 'function_call_output',
        call_id: result.tool_call_id,
        output: contentText(result.content),
      });
    line(i, 'event_msg', { type: 'token_count', info: null });
  }
  return lines;
}

/** Lines as Gemini CLI 0.61 writes them: an answer first without its calls, then again with them. */
export function asGeminiCli({ id, model, messages, failed, folder, began }: Script): string[] {
  const at = clock(began);
  const lines: object[] = [
    {
      sessionId: id,
      projectHash: 'f00',
      startTime: at(0),
      lastUpdated: at(0),
      kind: 'main',
      ...(folder === undefined ? {} : { directories: [folder] }),
    },
  ];
  for (const { i, said, answer, results = [] } of turns(messages)) {
    if (said)
      lines.push({ id: `m${i}`, timestamp: at(i), type: 'user', content: [{ text: contentText(said.content) }] });
    if (!answer) continue;
    const told = {
      id: `m${i}`,
      timestamp: at(i),
      type: 'gemini',
      content: contentText(answer.content),
      thoughts: [],
      model,
    };
    lines.push(told, { $set: { lastUpdated: at(i) } });
    const calls = answer.tool_calls ?? [];
    if (calls.length === 0) continue;
    // What a call of a tool gave, in the order of the calls.
    const parts = calls.map((call) => {
      const result = results.find((one) => one.tool_call_id === call.id);
      const response = { [failed?.has(call.id) ? 'error' : 'output']: contentText(result?.content) };
      return { functionResponse: { id: call.id, name: call.function.name, response } };
    });
    const toolCalls = calls.map((call, at) => {
      const result = results.find((one) => one.tool_call_id === call.id);
      const isCancelled = contentText(result?.content).startsWith('[Operation Cancelled]');
      return {
        id: call.id,
        name: call.function.name,
        args: inputOf(call),
        result: result ? [parts[at]] : [],
        status: isCancelled ? 'cancelled' : failed?.has(call.id) ? 'error' : 'success',
      };
    });
    lines.push({ ...told, toolCalls }, { id: `r${i}`, timestamp: at(i), type: 'user', content: parts });
  }
  return lines.map((one) => JSON.stringify(one));
}

/** Writes conversations as sessions into a database with the tables that opencode 1.18 has, of those that are read. */
export function asOpenCode(path: string, scripts: readonly Script[]): void {
  const database = new Libsql(path);
  const tables = [
    'session (id text primary key, parent_id text, directory text, version text, time_updated integer)',
    'message (id text primary key, session_id text, time_created integer, data text)',
    'part (id text primary key, message_id text, session_id text, data text)',
  ];
  for (const table of tables) database.exec(`create table ${table}`);
  // As opencode has them.
  const indexes = ['message (session_id, time_created, id)', 'part (message_id, id)', 'part (session_id)'];
  for (const [i, index] of indexes.entries()) database.exec(`create index index_${i} on ${index}`);
  database.exec('begin');
  for (const script of scripts) writeSession(database, script);
  database.exec('commit');
  database.close();
}

function writeSession(
  database: InstanceType<typeof Libsql>,
  { id, model, messages, failed, exits, folder = FOLDER, began = TIME }: Script,
): void {
  database.prepare('insert into session values (?, null, ?, ?, ?)').run(id, folder, '1.18.33', began);
  const addMessage = database.prepare('insert into message values (?, ?, ?, ?)');
  const addPart = database.prepare('insert into part values (?, ?, ?, ?)');
  for (const { i, said, answer, results = [] } of turns(messages)) {
    const key = `${id}-${String(i).padStart(6, '0')}`;
    let parts = 0;
    const part = (data: object) =>
      addPart.run(`${key}-${String(parts++).padStart(4, '0')}`, key, id, JSON.stringify(data));
    if (said) {
      addMessage.run(key, id, began + i, JSON.stringify({ role: 'user' }));
      part({ type: 'text', text: contentText(said.content), ...(said.role === 'system' ? { synthetic: true } : {}) });
    }
    if (!answer) continue;
    addMessage.run(
      key,
      id,
      began + i,
      JSON.stringify({ role: 'assistant', modelID: model, time: { completed: began + i } }),
    );
    part({ type: 'step-start' });
    part({ type: 'text', text: contentText(answer.content) });
    for (const call of answer.tool_calls ?? []) {
      const result = results.find((one) => one.tool_call_id === call.id);
      const exit = exits?.get(call.id);
      const text = contentText(result?.content);
      const ended = failed?.has(call.id)
        ? { status: 'error', error: text }
        : { status: 'completed', output: text, metadata: exit === undefined ? {} : { exit } };
      const done = result && ended;
      part({
        type: 'tool',
        tool: call.function.name,
        callID: call.id,
        state: { input: inputOf(call), status: 'running', ...done },
      });
    }
    part({ type: 'step-finish' });
  }
}

const LINES = { 'claude-code': asClaudeCode, codex: asCodex, 'gemini-cli': asGeminiCli } as const;
const PLACES = {
  'claude-code': (id: string, folder: string) => `.claude/projects/${folder.replace(/[^A-Za-z0-9]/g, '-')}/${id}.jsonl`,
  codex: (id: string) => `.codex/sessions/2026/11/01/rollout-2026-11-01T10-00-00-${id}.jsonl`,
  'gemini-cli': (id: string) => `.gemini/tmp/project/chats/session-2026-11-01T10-00-${id}.jsonl`,
} as const;

/** Writes conversations below a home folder as an agent would have recorded them. */
export function writeAs(agent: AgentName, home: string, scripts: readonly Script[]): void {
  if (agent === 'opencode') {
    const folder = join(home, '.local/share/opencode');
    mkdirSync(folder, { recursive: true });
    asOpenCode(join(folder, 'opencode.db'), scripts);
    return;
  }
  for (const script of scripts) {
    const path = join(home, PLACES[agent](script.id, script.folder ?? FOLDER));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${LINES[agent](script).join('\n')}\n`);
  }
}
