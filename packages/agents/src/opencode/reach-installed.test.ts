import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { reachInstalled } from './reach-installed.js';

it('asks the service that is there, wherever it is, and keeps to the version it found first', () => {
  let state = '{"port":4000,"token":"a","version":"1.0.0"}';
  const reach = reachInstalled(
    () => state,
    () => true,
  );
  expect(reach()).toEqual({ hook: 'http://127.0.0.1:4000/hook/opencode?v=1.0.0', token: 'a' });
  state = '{"port":4001,"token":"b","version":"2.0.0"}';
  expect(reach()).toEqual({ hook: 'http://127.0.0.1:4001/hook/opencode?v=1.0.0', token: 'b' });
  state = '{}';
  expect(reach()).toBeUndefined();
});

it('asks nobody where the service has died', () => {
  const { pid } = spawnSync('true');
  const at = (own: unknown) =>
    reachInstalled(() => JSON.stringify({ port: 4000, token: 'a', version: '1', pid: own }))();
  expect([at(pid), at(undefined), at(-1)]).toEqual([undefined, undefined, undefined]);
  expect(at(process.pid)).toMatchObject({ token: 'a' });
});
