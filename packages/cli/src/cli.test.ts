import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

function headroom(args: readonly string[], input?: string) {
  const done = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    input: input ?? '',
    env: { ...process.env, HEADROOM_STORE: join(folder, 'store.db'), HOME: folder },
  });
  return { out: done.stdout, err: done.stderr, code: done.status };
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
    const miss = headroom(['retrieve', '0123456789abcdef01234567']);
    expect([miss.code, miss.err.includes('Do not ask for this hash again')]).toEqual([1, true]);
    expect(headroom(['compress'], Buffer.from([0xff, 0xfe, 0x00]).toString('latin1')).code).toBe(0);
  });

  it('tells agents of its MCP server, shows it first, and takes it back to the byte', () => {
    const config = join(folder, '.claude.json');
    const before = '{\n  // mine\n  "mcpServers": { "other": { "command": "x" } }\n}\n';
    writeFileSync(config, before);
    const args = ['--agent', 'claude-code'];
    expect(headroom(['mcp', 'install', '--dry-run', ...args]).out).toContain('+');
    expect(readFileSync(config, 'utf8')).toBe(before);
    expect(headroom(['mcp', 'install', ...args]).code).toBe(0);
    expect(readFileSync(config, 'utf8')).toContain('"headroom"');
    expect(headroom(['mcp', 'status', ...args]).out).toContain('installed');
    expect(headroom(['mcp', 'uninstall', ...args]).code).toBe(0);
    expect(readFileSync(config, 'utf8')).toBe(before);
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
