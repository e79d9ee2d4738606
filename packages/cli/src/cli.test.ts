import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'headroom-cli-'));
const rows = Array.from({ length: 200 }, (_, i) => ({
  id: i + 1,
  host: `web-${i % 4}`,
  status: i === 143 ? 'failed' : 'ok',
  region: 'eu-1',
  took_ms: 20 + (i % 13),
}));
const text = JSON.stringify(rows, null, 2);

function headroom(args: readonly string[], input?: string, env: NodeJS.ProcessEnv = {}) {
  const { bytes, err, code } = headroomBytes(args, Buffer.from(input ?? ''), env);
  return { out: bytes.toString('utf8'), err, code };
}

function headroomBytes(args: readonly string[], input: Buffer, env: NodeJS.ProcessEnv = {}) {
  const done = spawnSync(process.execPath, [program, ...args], {
    input,
    timeout: 110_000,
    env: { ...process.env, HEADROOM_STORE: join(folder, 'store.db'), HOME: folder, ...env },
  });
  return { bytes: done.stdout, err: done.stderr.toString('utf8'), code: done.status };
}

beforeAll(() => {
  expect(existsSync(program), 'packages/cli is built (npm test builds it)').toBe(true);
  writeFileSync(join(folder, 'rows.json'), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('headroom', () => {
  it('compresses a file and gives the original back in another process', () => {
    const { out, err, code } = headroom([
      'compress',
      join(folder, 'rows.json'),
      '--query',
      'which host failed?',
      '--stats',
    ]);
    expect(code).toBe(0);
    expect(out).toContain('failed');
    expect(out.length).toBeLessThan(text.length / 4);
    expect(err).toMatch(/\d+ -> \d+ tokens, \d+(\.\d)? % saved \(router:smart_crusher:0\.\d\d\)/);
    const hash = /hash=([0-9a-f]{24})/.exec(out)?.[1] ?? '';
    expect(headroom(['retrieve', hash]).out).toBe(text);
    expect(JSON.parse(headroom(['retrieve', hash, '--rows', '144']).out)).toEqual(rows[143]);
  });

  it('works in a pipe and keeps a request byte for byte outside the changed strings', () => {
    const body = `{"model":"gpt-4o", "temperature":1.0,"seed":12345678901234567890,\n "messages":[{"role":"user","content":"h\\u00e9llo"},{"role":"tool","tool_call_id":"x","content":${JSON.stringify(text)}}]}`;
    const { out } = headroom(['compress', '-'], body);
    expect(
      out.startsWith(
        '{"model":"gpt-4o", "temperature":1.0,"seed":12345678901234567890,\n "messages":[{"role":"user","content":"h\\u00e9llo"}',
      ),
    ).toBe(true);
    expect(out.length).toBeLessThan(body.length / 3);
    expect(headroom(['compress'], 'short').out).toBe('short');
  });

  it('reports as JSON', () => {
    const report = JSON.parse(headroom(['compress', '--json', '--model', 'claude-sonnet-4-5'], text).out);
    expect(report).toMatchObject({ kind: 'text', compressed: true });
    expect(report.tokensAfter).toBeLessThan(report.tokensBefore);
  });

  it('explains without storing', () => {
    const { out } = headroom(['explain'], text.replaceAll('web-', 'db-'));
    expect(out).toContain('router: trimmed (smart_crusher)');
    const hash = /hash=([0-9a-f]{24})/.exec(out)?.[1] ?? '';
    expect(headroom(['retrieve', hash]).code).toBe(1);
  });

  it('explains in a page that holds the text and what it would be sent as, and loads nothing', () => {
    const file = join(folder, 'explained.html');
    const request = { model: 'gpt-4o', messages: [{ role: 'tool', tool_call_id: 'x', content: text }] };
    for (const [input, model] of [
      [text, ''],
      [JSON.stringify(request), 'gpt-4o'],
      [`${JSON.stringify(request)}\n${JSON.stringify(request)}\n`, 'gpt-4o'],
    ] as const) {
      const { out, err, code } = headroom(['explain', '-', '--html', file], input);
      expect([out, code]).toEqual(['', 0]);
      expect(err).toContain('explained.html');
      const page = readFileSync(file, 'utf8');
      const [, data = ''] = /<script type="application\/json" id="explained">([\s\S]*?)<\/script>/.exec(page) ?? [];
      const { requests } = JSON.parse(data) as {
        readonly requests: { readonly texts: { original: string; shown: string }[] }[];
      };
      expect(requests).toHaveLength(input.includes('\n{"model"') ? 2 : 1);
      expect(requests).toMatchObject(requests.map(() => ({ model, texts: [{ original: text, outcome: 'trimmed' }] })));
      expect(requests[0]?.texts[0]?.shown).toMatch(/hash=[0-9a-f]{24}/);
      expect(page).toContain("connect-src 'none'");
    }
  });

  it('says what is wrong and exits with 2 for misuse, 1 for a miss', () => {
    for (const args of [
      ['compress', '/no/such/file'],
      ['compress', folder],
      ['compress', '--mode', 'fast'],
      ['frobnicate'],
      ['retrieve'],
      ['retrieve', 'xyz'],
      ['compress', '--budget', '-3'],
    ]) {
      const { err, code } = headroom(args);
      expect([args.join(' '), code]).toEqual([args.join(' '), 2]);
      expect(err.length).toBeGreaterThan(10);
      expect(err).not.toMatch(/\n\s+at /);
    }
    for (const args of [
      ['help', 'nope'],
      ['memory', 'help', 'nope'],
    ])
      expect(headroom(args)).toMatchObject({ code: 2, err: expect.stringContaining("unknown command 'nope'") });
    const miss = headroom(['retrieve', '0123456789abcdef01234567']);
    expect([miss.code, miss.err.includes('Do not ask for this hash again')]).toEqual([1, true]);
  });

  it('never loses what is piped through it', () => {
    writeFileSync(join(folder, 'file'), 'in the way');
    const inputs = [
      Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x0a]),
      Buffer.concat([Buffer.from(text), Buffer.from([0xc3, 0x28])]),
    ];
    for (const input of inputs) {
      const { bytes, err, code } = headroomBytes(['compress'], input);
      expect(bytes.equals(input)).toBe(true);
      expect([err, code]).toEqual([
        expect.stringMatching(/^headroom: passed on unchanged: it is not UTF-8 text\n$/),
        0,
      ]);
    }
    writeFileSync(join(folder, 'damaged.db'), 'this is no database, '.repeat(400));
    const stores = [join(folder, 'file/store.db'), join(folder, 'damaged.db'), '/proc/nowhere/store.db', folder];
    for (const HEADROOM_STORE of stores) {
      const { bytes, err, code } = headroomBytes(['compress'], Buffer.from(text), { HEADROOM_STORE });
      expect([HEADROOM_STORE, bytes.toString('utf8') === text, code]).toEqual([HEADROOM_STORE, true, 0]);
      expect(err).toMatch(/^headroom: passed on unchanged: .{10,300}\n$/s);
      expect(err).not.toMatch(/\n\s+at /);
    }
    const home = headroomBytes(['compress'], Buffer.from(text), { HEADROOM_STORE: '', HOME: '/proc/nowhere' });
    expect([home.bytes.toString('utf8') === text, home.code]).toEqual([true, 0]);
  });

  it('keeps a byte order mark and the end of the last line', () => {
    const log = Array.from({ length: 400 }, (_, i) => `2026-01-01T00:00:00 INFO request ${i} served in ${i % 9} ms`);
    for (const mark of ['', '\ufeff'])
      for (const end of ['', '\n', '\r\n']) {
        const input = mark + log.join(end || '\n') + end;
        const { out } = headroom(['compress'], input);
        expect(out.length).toBeLessThan(input.length / 2);
        expect([out.startsWith('\ufeff'), /\r?\n?$/.exec(out)?.[0]]).toEqual([mark !== '', end]);
      }
    const request = `\ufeff{"messages":[{"role":"tool","tool_call_id":"x","content":${JSON.stringify(text)}}]}\n`;
    const { out } = headroom(['compress'], request);
    expect(out).toMatch(/^\ufeff\{"messages".*\]\}\n$/s);
    expect(out.length).toBeLessThan(request.length / 3);
  });

  it('compresses batches line by line', () => {
    const body = `{"model": "gpt-4o","messages":[{"role":"tool","tool_call_id":"x","content":${JSON.stringify(text)}}]}`;
    const lines = [
      `{"custom_id":"a","url":"/v1/chat/completions", "body":${body}}`,
      `{"custom_id":"b","params":${body}}`,
      body,
    ];
    const { out } = headroom(['compress', '--stats'], `${lines.join('\r\n')}\r\n\r\n`);
    const made = out.split('\r\n');
    expect(made).toHaveLength(5);
    expect(made[0]).toMatch(/^\{"custom_id":"a","url":"\/v1\/chat\/completions", "body":\{"model": "gpt-4o"/);
    for (const line of made.slice(0, 3)) {
      expect(JSON.parse(line)).toBeTypeOf('object');
      expect(line.length).toBeLessThan(body.length / 3);
    }
    const { lines: reports, kind } = JSON.parse(headroom(['compress', '--json'], lines.join('\n')).out);
    expect([kind, reports.length]).toEqual(['batch', 3]);
    const log = Array.from({ length: 300 }, (_, i) => JSON.stringify({ level: 'info', id: i, ms: i % 7 })).join('\n');
    expect(JSON.parse(headroom(['compress', '--json'], log).out).kind).toBe('text');
  });

  it('leaves out tools and small texts that it is told to leave', () => {
    const call = { id: 'x', type: 'function', function: { name: 'read_rows', arguments: '{}' } };
    const messages = [
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'x', content: text },
    ];
    const input = JSON.stringify(messages);
    expect(headroom(['compress'], input).out.length).toBeLessThan(input.length / 3);
    expect(headroom(['compress', '--exclude-tools', 'grep', 'read_*'], input).out).toBe(input);
    expect(headroom(['compress', '--min-tokens', '1000000'], input).out).toBe(input);
    expect(headroom(['compress', '--min-tokens', '-1'], input).code).toBe(2);
  });

  it('explains as JSON', () => {
    const [report] = JSON.parse(headroom(['explain', '--json'], text).out);
    expect(report.blocks[0]).toMatchObject({ outcome: 'trimmed', compressor: 'smart_crusher' });
    expect(report.counter).toBe('o200k_base');
  });

  it('shows what was saved, and logs calls when asked, without anything of the text', () => {
    const env = { HEADROOM_STORE: join(folder, 'figures.db') };
    expect(headroom(['stats'], '', env).out).toContain('Nothing has been shortened yet');
    const { err } = headroom(['compress', '--tool', 'list_hosts', '--model', 'gpt-4o'], text, {
      ...env,
      HEADROOM_LOG: '1',
    });
    expect(err).toMatch(/headroom: openai-chat gpt-4o, \d+ -> \d+ tokens/);
    expect(err).not.toContain('web-');
    headroom(['compress', '--tool', 'list_hosts', '--model', 'llama-4'], text, env);
    const { out } = headroom(['stats', '--days', '2'], '', env);
    expect(out).toMatch(/Saved\n {2}today .*tokens \(\d+ %\) in 2 texts, \$0\.\d{4}[\s\S]*last 2 days .* in 2 texts/);
    expect(out).toMatch(/By tool\n {2}list_hosts/);
    expect(out).toMatch(/llama-4 .*counted with o200k_base \(estimate\)/);
    expect(out).toMatch(/By agent or program\n {2}cli/);
    const report = JSON.parse(headroom(['stats', '--json'], '', env).out);
    expect(report.models['gpt-4o'].counter).toBe('o200k_base');
    expect(report.today.total).toEqual(report.total);
    expect(report.week.tools).toEqual(report.tools);
    headroom(['compress', '--tool', 'list_hosts', '--min-tokens', '90000'], text, env);
    expect(headroom(['stats'], '', env).out).toMatch(/Left whole\n {2}small .*tokens in 1 text /);
  });

  it('reports on sessions in little memory, as a page and as figures', () => {
    const home = join(folder, 'home');
    const projects = join(home, '.claude', 'projects', '-x');
    mkdirSync(projects, { recursive: true });
    const line = (entry: object) => `${JSON.stringify({ uuid: 'u', sessionId: 's', ...entry })}\n`;
    const file = join(projects, 's.jsonl');
    // Seven megabytes: what is read is let go again, so that a gigabyte takes no more.
    for (let i = 0; i < 90; i++) {
      const output = JSON.stringify(
        Array.from({ length: 1200 }, (_, n) => ({
          id: i * 1200 + n,
          service: `s-${n % 7}`,
          state: n === 99 + i ? 'lost' : 'fine',
          ms: n % 91,
        })),
      );
      const call = {
        type: 'tool_use',
        id: `c${i}`,
        name: 'Bash',
        input: { command: `list requests --page ${i}` },
      };
      const message = { id: `m${i}`, role: 'assistant', model: 'claude-sonnet-4-5', content: [call] };
      const result = { type: 'tool_result', tool_use_id: `c${i}`, content: output };
      const lines = [
        { type: 'assistant', message },
        { type: 'user', message: { role: 'user', content: [result] } },
      ];
      const cut = i % 9 === 8 ? [{ type: 'system', subtype: 'compact_boundary' }] : [];
      appendFileSync(file, [...lines, ...cut].map(line).join(''));
    }
    const out = join(folder, 'report.html');
    // The peak that `resourceUsage()` tells is that of whoever started the program where that was larger; Linux knows its own.
    const tell = `import { readFileSync } from 'node:fs';
      const own = () => { try { return /VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]; } catch {} };
      process.on('exit', () => process.stderr.write('peak ' + (own() ?? process.resourceUsage().maxRSS) + '\\n'));`;
    const env = { HOME: home, USERPROFILE: home };
    const done = headroom(['report', '--json', '--out', out], '', {
      ...env,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(tell)}`,
    });
    expect(done.code, done.err).toBe(0);
    const { total, sample } = JSON.parse(done.out);
    expect(sample.bytesFound).toBeGreaterThan(6_000_000);
    expect(total.billAfter).toBeLessThan(total.billBefore * 0.5);
    expect(Number(/peak (\d+)/.exec(done.err)?.[1])).toBeLessThan(300_000);
    // It shows what was said.
    if (process.platform !== 'win32') expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(readFileSync(out, 'utf8')).toMatch(/^<!doctype html>[\s\S]*of the input bill would be left/);
    mkdirSync(join(folder, 'nothing'));
    for (const [where, why] of [
      ['nothing', 'No sessions were found'],
      ['nowhere', 'there is no such folder'],
      ['rows.json', 'it is no folder'],
    ] as const) {
      const none = headroom(['report', join(folder, where)], '', env);
      expect([none.code, none.err]).toEqual([2, expect.stringContaining(why)]);
    }
  });

  it.each([
    [['report', '--out', join(folder, 'nowhere', 'r.html')], 'There is no folder'],
    [['report', '--json', '--out', folder], 'is a folder'],
    [['explain', '-', '--html', join(folder, 'rows.json', 'e.html')], 'There is no folder'],
    [['explain', '--html', '-'], 'It goes into a file'],
    [['learn', '--report', '-'], 'It goes into a file'],
  ])('finds out before it begins that a page cannot be written: %j', (args, why) => {
    // Whoever has no sessions is told so by a report that has begun.
    const { code, err } = headroom(args, text, { HOME: join(folder, 'nobody') });
    expect([code, err]).toEqual([2, expect.stringContaining(why)]);
  });

  it('says what is wrong as JSON where that was asked for, in the same words', () => {
    for (const [args, exitCode, why] of [
      [['explain', '/no/such/file', '--json'], 2, 'there is no such file'],
      [['learn', '/no/such/folder', '--json'], 2, 'there is no such folder'],
      [['stats', '--json', '--days', 'x'], 2, 'whole number above 0'],
      [['memory', 'show', 'zzz', '--json', '--project', folder], 2, 'no record of this id'],
    ] as const) {
      const { out, err, code } = headroom(args);
      expect([args.join(' '), code]).toEqual([args.join(' '), exitCode]);
      expect(JSON.parse(out)).toEqual({ error: { message: expect.stringContaining(why), exitCode } });
      expect(err).toContain(why);
    }
    // Behind the dashes it is no flag of ours.
    expect(headroom(['explain', '--', '--json'])).toMatchObject({ code: 2, out: '' });
  });

  it.each([
    [['memory', 'list', '--user', '']],
    [['compress', '--exclude-tools', 'a', '']],
    [['install', '--dry-run', '--env', '']],
    [['proxy', '--allow-host', '']],
  ])('takes no empty name for one that was left out: %j', (args) => {
    const { err, code } = headroom(args, text);
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/^headroom: --[\w-]+ is empty: give it a value, or leave it out\n$/),
    ]);
    expect(headroom(['compress', '--query', ''], 'short').out).toBe('short');
  });

  it('says where backends are chosen, and that the service of all sessions is not the place', () => {
    for (const command of ['serve', 'wrap'])
      expect(headroom([command, '--help']).out, command).toContain('headroom proxy');
    expect(headroom(['serve', '--backend', 'bedrock']).code).toBe(2);
  });

  it('helps with examples, at once', () => {
    for (const args of [[], ['report'], ['compress'], ['explain'], ['retrieve'], ['stats'], ['install'], ['mcp']])
      expect(headroom([...args, '--help']).out, args.join(' ')).toContain('Examples:');
    // What a command needs is loaded when it runs: nothing of the engine, the stores and the server for a look at the help.
    const main = readFileSync(program, 'utf8');
    expect([...main.matchAll(/^import .*from ["'](@headroom[^"']*)["']/gm)].map(([, id]) => id)).toEqual([]);
  });

  it('serves MCP clients over standard input and output', () => {
    const hello = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } },
    };
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' };
    const { out } = headroom(
      ['mcp', 'serve'],
      `${[hello, { jsonrpc: '2.0', method: 'notifications/initialized' }, list].map((one) => JSON.stringify(one)).join('\n')}\n`,
    );
    for (const name of ['headroom_compress', 'headroom_retrieve', 'headroom_stats']) expect(out).toContain(name);
  });

  it('knows its version', () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(headroom(['--version']).out.trim()).toBe(version);
  });
});
