import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../../packages/core/dist/', import.meta.url));
const vocabulary = readFileSync(`${dist}vocabularies/o200k_base.bin`);
const browser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

/** The program and the entry as one script, the way a user's bundler makes it: for no particular platform. */
async function bundle(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    alias: { '@headroom/core/edge': `${dist}edge/index.js` },
  });
  return outputFiles[0]?.text ?? '';
}

const DONE = { counter: 'estimate', gaveBack: true, warnings: [], exact: 2 };

describe('@headroom/core/edge', () => {
  it('is one script under 1 MB compressed that imports nothing', async () => {
    const path = `${dist}edge/index.js`;
    const { metafile } = await build({
      entryPoints: [path],
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'neutral',
    });
    expect(Object.keys(metafile.inputs)).toHaveLength(1);
    expect(Object.values(metafile.inputs)[0]?.imports).toEqual([]);
    expect(gzipSync(readFileSync(path)).length).toBeLessThan(1_000_000);
  });

  it('runs in workerd', async () => {
    const script = await bundle(`
      import { tryOut } from './program.mjs';
      export default {
        async fetch(request) { return Response.json(await tryOut(new Uint8Array(await request.arrayBuffer()))); },
      };`);
    const worker = new Miniflare({ modules: true, script, compatibilityDate: '2025-11-01' });
    try {
      const answer = await worker.dispatchFetch('http://localhost/', { method: 'POST', body: vocabulary });
      const result = await answer.json();
      expect(result).toMatchObject(DONE);
      expect((result as { saved: number }).saved).toBeGreaterThan(50);
    } finally {
      await worker.dispose();
    }
  });

  describe('in a browser', () => {
    let server: Server;
    beforeAll(async () => {
      const script = await bundle(`
        import { tryOut } from './program.mjs';
        const bytes = new Uint8Array(await (await fetch('/o200k_base.bin')).arrayBuffer());
        document.body.textContent = JSON.stringify(await tryOut(bytes).catch((error) => ({ error: String(error) })));`);
      const pages: Record<string, [type: string, body: string | Buffer]> = {
        '/': ['text/html', '<!doctype html><body></body><script type="module" src="/script.js"></script>'],
        '/script.js': ['text/javascript', script],
        '/o200k_base.bin': ['application/octet-stream', vocabulary],
      };
      server = createServer(({ url = '/' }, response) => {
        const [type, body] = pages[url] ?? ['text/plain', ''];
        response.writeHead(200, { 'content-type': type }).end(body);
      }).listen(0, '127.0.0.1');
      await new Promise((done) => server.once('listening', done));
    });
    afterAll(() => void server.close());

    it.skipIf(!browser)('runs in Chromium', async () => {
      const profile = mkdtempSync(join(tmpdir(), 'headroom-browser-'));
      const page = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const flags = [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        `--user-data-dir=${profile}`,
      ];
      try {
        const args = [...flags, '--virtual-time-budget=20000', '--dump-dom', page];
        const { stdout } = await promisify(execFile)(browser ?? '', args, { timeout: 60_000 });
        expect(JSON.parse(/<body>(.*?)<\/body>/s.exec(stdout)?.[1] ?? '{}')).toMatchObject(DONE);
      } finally {
        rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      }
    });
  });
});
