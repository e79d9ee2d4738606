import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { beginOf, isOwnProcess } from './own-process.js';

const tells = existsSync('/proc/self/stat');

it('knows a process of this user that runs, by number and beginning', () => {
  expect(isOwnProcess(process.pid)).toBe(true);
  expect(isOwnProcess(process.pid, beginOf(process.pid))).toBe(true);
  expect(isOwnProcess(process.pid, '1')).toBe(!tells);
});

it('knows none that has ended, and no number that is none', () => {
  const { pid } = spawnSync('true');
  for (const number of [pid, 0, -1, 1.5, Number.NaN, 2 ** 31])
    expect([number, isOwnProcess(number)]).toEqual([number, false]);
});

it.skipIf(!tells)('takes one that has ended and was not looked after for ended', async () => {
  // The shell's child ends; what the shell becomes never asks for it.
  const parent = spawn('/bin/sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 30'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(printed.toString());
  await expect.poll(() => isOwnProcess(pid), { timeout: 5000 }).toBe(false);
  expect(process.kill(pid, 0)).toBe(true);
  parent.kill('SIGKILL');
});
