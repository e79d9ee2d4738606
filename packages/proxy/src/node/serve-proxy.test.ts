import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createProxy } from '../proxy.js';
import { serveProxy } from './serve-proxy.js';

it('answers who has connected and asked before it was told to close', async () => {
  const running = await serveProxy(createProxy(), { drainMs: 5000 });
  const asked = join(mkdtempSync(join(tmpdir(), 'headroom-close-')), 'asked');
  const request = 'GET /livez HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n';
  const client = spawn('bash', [
    '-c',
    `exec 3<>/dev/tcp/127.0.0.1/${running.port}; printf '${request}' >&3; touch '${asked}'; cat <&3`,
  ]);
  let said = '';
  client.stdout.on('data', (data) => {
    said += String(data);
  });
  const gone = new Promise((resolve) => client.once('close', resolve));
  // Nothing of this process runs meanwhile: the connection waits at the door.
  for (const end = Date.now() + 10_000; !existsSync(asked) && Date.now() < end; );
  await running.close();
  await gone;
  expect(said).toMatch(/^HTTP\/1\.1 200 /);
});
