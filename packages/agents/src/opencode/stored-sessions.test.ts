import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Libsql from 'libsql';
import { afterAll, describe, expect, it } from 'vitest';
import type { Message } from '../replay/message.js';
import { conversationsOf } from '../sessions/conversation.js';
import { findSessions } from '../sessions/find-sessions.js';
import { readSession } from '../sessions/read-session.js';
import type { Position } from '../sessions/session-file.js';
import { type Script, writeAs } from '../sessions/written-as.fixture.js';

const root = mkdtempSync(join(tmpdir(), 'stored-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const call = (id: string): Message => ({
  role: 'assistant',
  content: 'look',
  tool_calls: [{ id, type: 'function', function: { name: 'bash', arguments: '{"command":"ls"}' } }],
});
const messages: Message[] = [
  { role: 'user', content: 'what is there?' },
  call('a'),
  { role: 'tool', tool_call_id: 'a', content: 'one\ntwo' },
  call('b'),
  { role: 'tool', tool_call_id: 'b', content: 'three' },
  { role: 'assistant', content: 'done' },
];
const script: Script = { id: 'ses_1', model: 'gpt-4o', messages };

type Row = Readonly<Record<string, string | number>>;

/** What a database of opencode holds, as the files that earlier versions kept. */
function asFiles(database: string, storage: string): void {
  const db = new Libsql(database);
  const all = (table: string) => db.prepare(`select * from ${table}`).all() as Row[];
  const put = (path: string, data: object) => {
    const file = join(storage, `${path}.json`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(data));
  };
  for (const { id, directory, version } of all('session'))
    put(`session/project/${id}`, { id, directory, version, projectID: 'project' });
  for (const { id, session_id, time_created, data } of all('message')) {
    const told = JSON.parse(String(data)) as { time?: object };
    put(`message/${session_id}/${id}`, { ...told, id, time: { created: time_created, ...told.time } });
  }
  for (const { id, message_id, data } of all('part'))
    put(`part/${message_id}/${id}`, { ...JSON.parse(String(data)), id });
  db.close();
}

async function conversationsIn(folder: string) {
  const files = await findSessions([folder]);
  const found = [];
  for (const file of files)
    for await (const { messages, model, folder: at } of conversationsOf('opencode', readSession(file)))
      found.push({ session: file.session, messages, model, at });
  return { files, found };
}

describe('sessions of opencode before its database', () => {
  const [home, old] = [join(root, 'new'), join(root, 'old')];
  const data = join(home, '.local/share/opencode');
  writeAs('opencode', home, [script]);
  asFiles(join(data, 'opencode.db'), join(old, 'storage'));

  it('are read as those in a database are', async () => {
    const [now, then] = [await conversationsIn(home), await conversationsIn(old)];
    expect(then.found).toEqual(now.found);
    expect(then.found[0]?.messages).toEqual(messages);
    expect(then.files[0]?.bytes).toBeGreaterThan(300);
  });

  it('are told once where the database has them too', async () => {
    asFiles(join(data, 'opencode.db'), join(data, 'storage'));
    const { files, found } = await conversationsIn(home);
    expect([files.map(({ path }) => path.endsWith('.db')), found.length]).toEqual([[true], 1]);
  });

  it('are read on from where reading ended, and up to what is still being written', async () => {
    const [file] = await findSessions([old]);
    if (!file) throw new Error('none found');
    const readings = [];
    for await (const reading of readSession(file)) readings.push(reading);
    const { next } = readings[1] as { next: Position };
    const rest = [];
    for await (const reading of readSession(file, next)) rest.push(reading);
    expect(rest).toEqual(readings.slice(2));
    const last = join(old, 'storage/message/ses_1/zz.json');
    writeFileSync(last, '{"role":"assistant","time":{"created":1}}');
    let count = 0;
    for await (const _ of readSession(file)) count++;
    expect(count).toBe(readings.length);
    writeFileSync(last, 'broken');
    for await (const { events } of readSession(file, readings.at(-1)?.next)) expect(events).toEqual([]);
  });
});
