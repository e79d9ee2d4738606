import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { SessionFolder } from './session-folder.js';

const home = mkdtempSync(join(tmpdir(), 'headroom-folder-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const [path, holders] = [join(home, 'extensions', 'ours'), join(home, 'held')];
const folder = new SessionFolder(path, holders);

it('is there for its sessions, for the user alone, and goes with the last', () => {
  folder.take({ 'a.json': '1', 'hooks/b.json': '2' });
  expect(readFileSync(join(path, 'hooks', 'b.json'), 'utf8')).toBe('2');
  expect(statSync(join(path, 'a.json')).mode & 0o777).toBe(0o600);
  // Another session, which lives as long as we do.
  writeFileSync(join(holders, String(process.ppid)), '');
  folder.leave();
  expect(existsSync(path)).toBe(true);
  rmSync(join(holders, String(process.ppid)));
  folder.leave();
  expect([existsSync(path), existsSync(join(home, 'extensions')), existsSync(holders)]).toEqual([false, false, false]);
});

it('is taken away by the next where a session was killed, and nothing else with it', () => {
  folder.take({ 'a.json': '1' });
  rmSync(join(holders, String(process.pid)));
  const { pid } = spawnSync('true');
  writeFileSync(join(holders, String(pid)), '');
  mkdirSync(join(home, 'extensions', 'theirs'));
  folder.sweep();
  expect([existsSync(path), existsSync(join(home, 'extensions', 'theirs'))]).toEqual([false, true]);
  expect(() => folder.leave()).not.toThrow();
});
