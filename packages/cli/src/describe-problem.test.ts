import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeProblem } from './describe-problem.js';
import { serviceFolder } from './service/state.js';

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
