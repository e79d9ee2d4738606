import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { exclusive } from './exclusive.js';
import { removeFolders, temporaryFolder } from './temporary-folder.fixture.js';

const driver = JSON.stringify(fileURLToPath(import.meta.resolve('libsql')));

afterAll(removeFolders);

describe('exclusive', () => {
  it('is held by one at a time, and only the owner may read the file', () => {
    const path = join(temporaryFolder(), 'below', 'one.lock');
    const held = exclusive(path);
    expect(held).toBeDefined();
    expect(exclusive(path)).toBeUndefined();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    held?.release();
    const again = exclusive(path);
    expect(again).toBeDefined();
    again?.release();
  });

  it('comes free when its holder is killed', async () => {
    const path = join(temporaryFolder(), 'one.lock');
    const program = `const D = require(${driver}); const d = new D(process.argv[1]); d.exec('begin exclusive'); console.log('held'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['-e', program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    expect(exclusive(path)).toBeUndefined();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const held = exclusive(path);
    expect(held).toBeDefined();
    held?.release();
  });

  it('says why a file cannot be opened', () => {
    expect(() => exclusive('/proc/none/one.lock')).toThrow(/./);
  });
});
