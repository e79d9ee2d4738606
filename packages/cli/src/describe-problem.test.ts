import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeProblem } from './describe-problem.js';
import { serviceFolder } from './service/state.js';

it('says what else can be named in the place of one that is taken or not there', () => {
  const of = (more: object) => describeProblem(Object.assign(new Error('raw'), more));
  expect(of({ code: 'EADDRINUSE', port: 8787 })).toBe('port 8787 is taken by another program; name another port');
  expect(of({ code: 'EADDRNOTAVAIL', address: '10.0.0.9' })).toContain('no address of this machine');
  expect(of({ code: 'ENOTFOUND', hostname: 'x.invalid' })).toBe('there is no host x.invalid; name another');
  // What is neither the store nor the folder of ours has no variable.
  expect(of({ code: 'EACCES', path: '/srv/page.html', syscall: 'open' })).toBe(
    'no permission to write /srv/page.html; name another',
  );
});

const problem = (code: string, syscall: string, path: string) =>
  describeProblem(Object.assign(new Error(`${code}: ${syscall}`), { code, syscall, path }));

it('says of a folder that cannot be made on a disk that cannot be written what can be done, as of any other', () => {
  const folder = serviceFolder();
  // Node 20 says so of a folder below one that is there, where the disk is read-only.
  for (const code of ['ENOENT', 'EROFS', 'EACCES'])
    expect(problem(code, 'mkdir', folder)).toBe(
      `no permission to write ${folder}; name a folder you may write in HEADROOM_HOME`,
    );
  expect(problem('EROFS', 'mkdir', join(folder, 'store.db'))).toContain('HEADROOM_STORE');
  expect(problem('ENOENT', 'open', '/nowhere/x')).toBe('ENOENT: open');
});
