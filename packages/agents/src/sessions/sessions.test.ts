import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Message } from '../replay/message.js';
import { type Conversation, conversationsOf } from './conversation.js';
import { findSessions, sessionFolders } from './find-sessions.js';
import { readSession } from './read-session.js';
import { AGENTS, type AgentName, type SessionEvent } from './session-event.js';
import type { Position, SessionFile } from './session-file.js';
import { type Script, writeAs } from './written-as.fixture.js';

const root = mkdtempSync(join(tmpdir(), 'sessions-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let homes = 0;
const newHome = () => {
  const home = join(root, `home-${homes++}`);
  mkdirSync(home);
  return home;
};
const foldersOf = (home: string) => Object.values(sessionFolders(home, {})).flat();

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '');
const said = (role: 'user' | 'system') => word.map((content): Message[] => [{ role, content }]);
const answered = fc
  .tuple(word, fc.array(fc.tuple(fc.constantFrom('Read', 'exec', 'grep'), word, word), { maxLength: 3 }))
  .map(([text, calls]): Message[] => [
    {
      role: 'assistant',
      content: text,
      ...(calls.length === 0
        ? {}
        : { tool_calls: calls.map(([tool, input], i) => callOf(tool, input, `${text}${i}`)) }),
    },
    ...calls.map(([, , output], i): Message => ({ role: 'tool', tool_call_id: `${text}${i}`, content: output })),
  ]);
const callOf = (name: string, input: string, id: string) =>
  ({ id, type: 'function', function: { name, arguments: JSON.stringify({ input }) } }) as const;
const script = fc.array(fc.oneof(said('user'), said('system'), answered), { minLength: 1, maxLength: 12 }).map(
  (parts): Script => ({
    id: 's1',
    model: 'gpt-4o',
    // Ids of calls are told apart by their place, as real ones are.
    messages: [...parts, [{ role: 'assistant', content: 'done' }] as Message[]].flatMap((part, at) =>
      part.map((message) => ({
        ...message,
        ...(message.tool_call_id === undefined ? {} : { tool_call_id: `${at}-${message.tool_call_id}` }),
        ...(message.tool_calls
          ? { tool_calls: message.tool_calls.map((one) => ({ ...one, id: `${at}-${one.id}` })) }
          : {}),
      })),
    ),
  }),
);

async function eventsOf(file: SessionFile, from?: Position): Promise<SessionEvent[]> {
  const events: SessionEvent[] = [];
  for await (const reading of readSession(file, from)) events.push(...reading.events);
  return events;
}

async function conversations(file: SessionFile): Promise<Conversation[]> {
  const list: Conversation[] = [];
  for await (const one of conversationsOf(file.agent, readSession(file))) list.push(one);
  return list;
}

/** Agents tell the system's words as the client's or the user's. */
const heard = (messages: readonly Message[]) =>
  messages.map(({ role, content, tool_calls, tool_call_id }) => ({
    role: role === 'system' ? 'user' : role,
    content,
    ...(tool_calls ? { tool_calls } : {}),
    ...(tool_call_id === undefined ? {} : { tool_call_id }),
  }));

async function written(agent: AgentName, one: Script): Promise<SessionFile> {
  const home = newHome();
  writeAs(agent, home, [one]);
  const [file] = await findSessions(foldersOf(home));
  expect(file?.agent).toBe(agent);
  return file as SessionFile;
}

describe.each(AGENTS)('transcripts of %s', (agent) => {
  it('tell the conversation that was written', async () => {
    await fc.assert(
      fc.asyncProperty(script, async (one) => {
        const [told, ...more] = await conversations(await written(agent, one));
        expect(more).toEqual([]);
        expect(heard(told?.messages ?? [])).toEqual(heard(one.messages));
        expect(told).toMatchObject({ agent, session: 's1', model: 'gpt-4o', isSubAgent: false });
      }),
      { numRuns: 25 },
    );
  });

  it('are read in parts as they are read at once', async () => {
    await fc.assert(
      fc.asyncProperty(script, fc.nat(30), async (one, stop) => {
        const file = await written(agent, one);
        const first: SessionEvent[] = [];
        let from: Position | undefined;
        let count = 0;
        for await (const { events, next } of readSession(file)) {
          first.push(...events);
          from = JSON.parse(JSON.stringify(next)) as Position;
          if (count++ === stop) break;
        }
        expect([...first, ...(await eventsOf(file, from))]).toEqual(await eventsOf(file));
      }),
      { numRuns: 25 },
    );
  });
});

describe.each(['claude-code', 'codex', 'gemini-cli'] as const)('lines of %s', (agent) => {
  const text = 'an answer with "quotes" and ünïcode';
  const simple: Script = {
    id: 's1',
    model: 'gpt-4o',
    messages: [
      { role: 'user', content: 'go' },
      { role: 'assistant', content: text, tool_calls: [callOf('Read', 'a.ts', 'c1')] },
      { role: 'tool', tool_call_id: 'c1', content: 'what stands there' },
      { role: 'assistant', content: 'done' },
    ],
  };

  it('cut anywhere are told as far as they are whole, and the rest when it has come', async () => {
    const file = await written(agent, simple);
    const bytes = readFileSync(file.path);
    const all = await eventsOf(file);
    for (let cut = 1; cut < bytes.length; cut += 23) {
      writeFileSync(file.path, bytes);
      truncateSync(file.path, cut);
      let next: Position | undefined;
      const events: SessionEvent[] = [];
      for await (const reading of readSession(file)) {
        events.push(...reading.events);
        next = reading.next;
      }
      expect(events).toEqual(all.slice(0, events.length));
      appendFileSync(file.path, bytes.subarray(cut));
      expect([...events, ...(await eventsOf(file, next))]).toEqual(all);
    }
  });

  it('of other versions are passed over, broken ones are said', async () => {
    const file = await written(agent, simple);
    const lines = readFileSync(file.path, 'utf8').trim().split('\n');
    const odd = [
      '{"type":"from-the-future","payload":[1,{"x":null}],"uuid":"q","id":7}',
      '[1,2]',
      '"text"',
      '7',
      'null',
      '',
    ];
    const mixed = [
      lines[0],
      ...odd,
      ...lines.slice(1, 3),
      '{"type":"user","mess',
      ...lines.slice(3),
      '{"$set":{"messages":7}}',
    ];
    writeFileSync(file.path, `${mixed.join('\n')}\n`);
    const events = await eventsOf(file);
    expect(events.filter(({ type }) => type === 'skipped')).toMatchObject([{ why: 'broken' }]);
    expect(heard((await conversations(file))[0]?.messages ?? [])).toEqual(heard(simple.messages));
  });

  it('with any field of any type throw nothing', async () => {
    const file = await written(agent, simple);
    const lines = readFileSync(file.path, 'utf8').trim().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    await fc.assert(
      fc.asyncProperty(fc.nat(lines.length - 1), fc.array(fc.nat(5)), fc.jsonValue(), async (line, path, value) => {
        const entry = structuredClone(entries[line]) as Record<string, unknown>;
        let at: Record<string, unknown> = entry;
        for (const step of path) {
          const next = Object.values(at)[step];
          if (typeof next !== 'object' || next === null) break;
          at = next as Record<string, unknown>;
        }
        const [key = 'type'] = Object.keys(at).slice((path.length * 7) % Math.max(1, Object.keys(at).length));
        at[key] = value;
        writeFileSync(file.path, `${lines.with(line, JSON.stringify(entry)).join('\n')}\n`);
        await conversations(file);
      }),
      { numRuns: 150 },
    );
  });
});
