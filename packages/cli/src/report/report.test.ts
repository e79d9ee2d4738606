import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Message } from '@headroom/agents/replay';
import { AGENTS, type AgentName, conversationsOf, findSessions, readSession } from '@headroom/agents/sessions';
import { createHeadroom } from '@headroom/core';
import { afterAll, describe, expect, it } from 'vitest';
import { plantedSecrets } from '../../../agents/src/sessions/planted.fixture.js';
import { type Script, writeAs } from '../../../agents/src/sessions/written-as.fixture.js';
import { asRequest } from './as-request.js';
import { writePage } from './page/page.js';
import { makeReport } from './report.js';

const root = mkdtempSync(join(tmpdir(), 'report-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let homes = 0;
function homeWith(agent: AgentName, scripts: readonly Script[]): string {
  const home = join(root, String(homes++));
  mkdirSync(home);
  writeAs(agent, home, scripts);
  return home;
}
const TOOL = { retrieval: 'tool' } as const;
const ALL = { budgetMs: Number.POSITIVE_INFINITY };

const SESSIONS = new URL('../../../../apps/evals/fixtures/sessions/', import.meta.url);
const own = readdirSync(SESSIONS).map((name): Script => {
  const lines = readFileSync(new URL(name, SESSIONS), 'utf8').trim().split('\n');
  return { id: name, model: 'gpt-4o', messages: lines.map((line) => JSON.parse(line) as Message) };
});

const rows = (n: number) =>
  JSON.stringify(
    Array.from({ length: 90 }, (_, id) => ({
      id,
      host: `web-${id % 4}`,
      state: id === n ? 'lost' : 'fine',
      at: 1000 + id,
    })),
  );
const call = (id: string, name: string, input: object): Message => ({
  role: 'assistant',
  content: '',
  tool_calls: [{ id, type: 'function', function: { name, arguments: JSON.stringify(input) } }],
});
const result = (id: string, content: string): Message => ({ role: 'tool', tool_call_id: id, content });

describe('a report', () => {
  it('stores nothing, and remembers no conversation that is over', async () => {
    const calls: string[] = [];
    const told = (name: string) => async () => void calls.push(name);
    const store = { get: told('get'), set: told('set'), delete: told('delete') };
    const folders = [homeWith('claude-code', own)];
    const { total } = await makeReport({ ...ALL, folders, headroom: { ...TOOL, store: store as never } });
    expect(total.tokensAfter).toBeLessThan(total.tokensBefore);
    expect(calls).toEqual([]);
  }, 60_000);

  it('gives the same figures for the same sessions, whichever agent recorded them', async () => {
    const figures = [];
    for (const agent of AGENTS) {
      const { total, tools, models } = await makeReport({ ...ALL, folders: [homeWith(agent, own)] });
      const { used, anchors, said, whole, requests, tokensBefore } = total;
      const billBefore = Math.round(total.billBefore);
      figures.push({
        used,
        anchors,
        said,
        whole,
        requests,
        tokensBefore,
        billBefore,
        tools: Object.keys(tools).sort(),
        models: Object.keys(models),
      });
      expect(total.billAfter).toBeLessThan(total.billBefore * 0.9);
      expect(total.used[1]).toBeGreaterThan(30);
    }
    for (const one of figures) expect(one).toEqual(figures[0]);
  });

  it.each(['claude-code', 'codex'] as const)(
    'sends at once what %s would have sent request by request',
    async (agent) => {
      for (const file of await findSessions([homeWith(agent, own.slice(0, 2))]))
        for await (const conversation of conversationsOf(agent, readSession(file))) {
          const whole = asRequest(conversation);
          const at = { model: 'gpt-4o', retrieval: 'tool' } as const;
          const sent = whole.read((await createHeadroom(at).compress(whole.request)).messages);
          const engine = createHeadroom(at);
          const { messages } = conversation;
          for (const [end] of [...messages.entries()].filter(([, { role }]) => role === 'assistant')) {
            const part = asRequest({ ...conversation, messages: messages.slice(0, end) });
            const now = part.read((await engine.compress(part.request)).messages);
            expect(now.map(({ content }) => content)).toEqual(sent.slice(0, end).map(({ content }) => content));
          }
        }
    },
  );

  it('says what it took where it does not take all, and takes at least one session', async () => {
    const home = homeWith('codex', own);
    const { sample } = await makeReport({ folders: [home], budgetMs: 0 });
    expect(sample).toMatchObject({ found: own.length, read: 1 });
    expect(sample.bytesRead).toBeLessThan(sample.bytesFound);
    const page = writePage(await makeReport({ folders: [home], budgetMs: 0 }));
    expect(page).toContain(`A sample: 1 of ${own.length} sessions`);
  });

  it('is the same in threads, and where they end instead of answering', async () => {
    const home = homeWith('codex', own.slice(0, 4));
    const { sample: _, examples, ...alone } = await makeReport({ ...ALL, folders: [home], headroom: TOOL });
    // Beside the sources there is no program of a thread: every one ends at once.
    const {
      sample,
      examples: shown,
      ...left
    } = await makeReport({ ...ALL, folders: [home], headroom: TOOL, threads: 2 });
    expect([left, shown, sample.broken]).toEqual([alone, examples, 0]);
    const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
    const { stdout, stderr } = spawnSync(process.execPath, [program, 'report', home, '--json'], { encoding: 'utf8' });
    const { sample: told, ...within } = JSON.parse(stdout) as { sample: { broken: number } };
    expect([within, told.broken, stderr]).toEqual([alone, 0, '']);
  });

  it('passes over what is no transcript and what is broken', async () => {
    const home = homeWith('claude-code', own.slice(0, 1));
    writeFileSync(join(home, 'notes.jsonl'), '{"hello":"world"}\n{"a":1}\n');
    writeFileSync(join(home, 'session-x.json'), '{"projectHash":"x","sessionId":"y","messages":[{]');
    writeFileSync(join(home, 'opencode.db'), 'no database');
    const { sample } = await makeReport({ ...ALL, folders: [home, join(home, 'nowhere')] });
    expect(sample).toMatchObject({ found: 2, read: 2, broken: 1 });
  });
});

describe('the page', () => {
  it('shows none of 200 planted secrets, in outputs, calls, or what was taken', async () => {
    const planted = plantedSecrets(200);
    const messages = planted.flatMap(({ text, secret }, i): Message[] => [
      { role: 'user', content: `look at number ${i}` },
      call(`a${i}`, 'Bash', { command: `show ${text}` }),
      result(`a${i}`, `${text}\n${rows(i % 90)}\n${text}`),
      call(`b${i}`, 'Bash', { command: `use ${secret}` }),
      result(`b${i}`, `done ${i}`),
    ]);
    const scripts = Array.from(
      { length: 20 },
      (_, i): Script => ({
        id: `s${i}`,
        model: 'gpt-4o',
        messages: [...messages.slice(i * 50, (i + 1) * 50), { role: 'assistant', content: 'done' }],
      }),
    );
    const report = await makeReport({ ...ALL, folders: [homeWith('gemini-cli', scripts)] });
    expect(report.examples).toHaveLength(10);
    const page = writePage(report);
    const unescaped = page
      .replaceAll('&amp;', '&')
      .replaceAll('&lt;', '<')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'");
    const shown = planted.filter(({ secret }) => unescaped.includes(secret) || JSON.stringify(report).includes(secret));
    expect(shown.map(({ kind }) => kind)).toEqual([]);
    expect(page).toContain('•••••');
  });

  it('is one file that loads nothing and runs nothing of what it shows', async () => {
    const evil = '</pre><script>alert(1)</script><img src=x onerror=alert(2)>\u001b[31m\u202e"\'';
    const messages: Message[] = [
      { role: 'user', content: 'go' },
      call('c1', `Bash${evil}`, { command: evil }),
      result('c1', `${evil}\n${rows(3)}`),
      { role: 'assistant', content: 'ok' },
    ];
    const script = { id: 's', model: `gpt-4o${evil}`, messages };
    const page = writePage(await makeReport({ ...ALL, folders: [homeWith('codex', [script])] }));
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toMatch(/<(?:script|img|link|iframe)|<[^>]*\s(?:src|href)=|@import|url\(/i);
    expect(page).not.toMatch(/[\u001b\u202e]/);
    expect(page).toContain(`default-src 'none'`);
  });
});
