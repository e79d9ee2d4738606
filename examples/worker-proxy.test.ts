import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { builtinModules } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONVERSATIONS, rows } from '../packages/proxy/src/echo-provider.fixture.js';

/** A worker has the modules of Node as modules only, while CommonJS in a bundle asks for them by `require`. */
function withRequire(bundle: string): string {
  const asked = [...bundle.matchAll(/require\d*\("(?:node:)?([a-z0-9_/]+)"\)/g)].map(([, name = '']) => name);
  const names = [...new Set(asked)].filter((name) => builtinModules.includes(name));
  return `${names.map((name, n) => `import * as node${n} from 'node:${name}';`).join('\n')}
const require = (name) => {
  const found = { ${names.map((name, n) => `'${name}': node${n}`).join(', ')} }[name.replace('node:', '')];
  if (!found) throw new Error('There is no module ' + name);
  return found.default ?? found;
};
${bundle}`;
}

async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('worker-proxy/worker.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    conditions: ['workerd', 'worker'],
    // Backends and stores that this worker does not use.
    external: ['@aws-sdk/*', 'google-auth-library'],
    logLevel: 'silent',
  });
  return withRequire(outputFiles[0]?.text ?? '');
}

const bodies: string[] = [];
const provider = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  bodies.push(text);
  response.setHeader('content-type', 'text/event-stream');
  response.end('event: message_stop\ndata: {"type":"message_stop"}\n\n');
});
const folder = mkdtempSync(join(tmpdir(), 'headroom-worker-'));
let script = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  script = await bundled();
}, 60_000);
afterAll(() => {
  provider.close();
  provider.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

const worker = () =>
  new Miniflare({
    modules: [{ type: 'ESModule', path: 'worker.mjs', contents: script }],
    compatibilityDate: '2026-04-01',
    compatibilityFlags: ['nodejs_compat'],
    durableObjects: { TENANTS: { className: 'TenantProxy', useSQLite: true } },
    durableObjectsPersist: folder,
    bindings: {
      UPSTREAMS: JSON.stringify({ anthropic: `http://127.0.0.1:${(provider.address() as AddressInfo).port}` }),
    },
  });

const { path, body } = CONVERSATIONS.anthropic as (typeof CONVERSATIONS)[string];
async function ask(running: Miniflare, key: string, choice = ''): Promise<string> {
  const init = { method: 'POST', body: JSON.stringify(body(rows())), headers: { 'x-api-key': key } };
  const answer = await running.dispatchFetch(`http://proxy.example${choice}${path}`, init);
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('message_stop')]);
  return bodies.at(-1) ?? '';
}

describe('the proxy as a worker', () => {
  it('shortens in workerd, and sends the same bytes again after it was started anew, to its tenant alone', async () => {
    const first = worker();
    const sent = await ask(first, 'k');
    expect(sent.length).toBeLessThan(JSON.stringify(body(rows())).length / 2);
    expect(sent).toMatch(/hash=[0-9a-f]{24}/);
    await first.dispose();
    const second = worker();
    expect(await ask(second, 'k', '/with/mode=lossless')).toBe(sent);
    expect(await ask(second, 'another', '/with/mode=lossless')).not.toBe(sent);
    await second.dispose();
  }, 120_000);
});
