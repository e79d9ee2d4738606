import { afterAll, describe, expect, it } from 'vitest';
import { edit, missing, read, run, type Step } from '../planted/step.fixture.js';
import { forgetUsers, User } from '../planted/user.fixture.js';

afterAll(forgetUsers);

async function rulesOf(steps: readonly Step[]): Promise<string[]> {
  const me = new User();
  for (let i = 0; i < 2; i++) me.session(steps);
  return me.rules();
}
const ok = (command: string) => run(command, 'ok');

type Case = readonly [says: string, steps: readonly Step[], rule: string];

describe('a failure and a success say together', () => {
  it.each<Case>([
    [
      'that a name of many folders lies deeper',
      [missing('server/routes.ts'), read('server/http/routes.ts')],
      '`server/routes.ts` does not exist; it is `server/http/routes.ts`.',
    ],
    [
      'that a name has other letters',
      [run('cat doc/FAQ.txt', 'cat: doc/FAQ.txt: No such file or directory', 1), run('cat doc/faq.txt', 'x')],
      '`doc/FAQ.txt` does not exist; it is `doc/faq.txt`.',
    ],
    [
      'what a folder is called in which one looks',
      [
        run(
          'rg -n open library/',
          'rg: library/: IO error for operation on library/: No such file or directory (os error 2)',
          2,
        ),
        run('rg -n open lib/', 'lib/a: open'),
      ],
      '`library` does not exist; it is `lib`.',
    ],
    [
      'that it is another folder by a flag',
      [run('make release', "make: *** No rule to make target 'release'.  Stop.", 2), ok('make -C firmware release')],
      'Run `make release` in `firmware`, not in the project’s root (no such script or command).',
    ],
    [
      'that a folder has not what is needed, in any words',
      [
        run('helm lint', 'Error: Chart.yaml file is missing', 1),
        ok('cd deploy/chart && helm lint'),
        run('cd ../.. && pwd', '/'),
      ],
      'Run `helm lint` in `deploy/chart`, not in the project’s root (wrong folder).',
    ],
    [
      'the name of whatever a program is given',
      [run('turbo run typechek', 'x Could not find task `typechek` in project', 1), ok('turbo run typecheck')],
      'There is no `turbo run typechek`; it is `turbo run typecheck`.',
    ],
    [
      'the value of a flag',
      [
        run('lerna run test --scope=webb-app', 'lerna ERR! no package webb-app', 1),
        ok('lerna run test --scope=web-app'),
      ],
      'There is no `lerna run test --scope=webb-app`; it is `lerna run test --scope=web-app`.',
    ],
    [
      'a flag whose matter is told',
      [
        run('cargo publish', 'error: 3 files in the working tree are dirty and not allowed', 101),
        ok('cargo publish --allow-dirty'),
      ],
      '`cargo publish` needs `--allow-dirty` here.',
    ],
    [
      'a flag that is there no more',
      [run('npx eslint src --rulesdir x', '--rulesdir was removed in version 9', 2), ok('npx eslint src')],
      '`npx eslint` does not know `--rulesdir`.',
    ],
    [
      'a setting, though nothing names it',
      [
        run('node tools/pack.js', 'RangeError: Invalid string length in bundle', 1),
        ok('NODE_OPTIONS=--max-old-space-size=8192 node tools/pack.js'),
      ],
      '`node tools/pack.js` fails alone; `NODE_OPTIONS=… node tools/pack.js` works.',
    ],
    [
      'what is to be set up, by its own advice',
      [
        run('yarn dev:api', 'The client was not generated. Run `kysely codegen` before you go on.', 1),
        ok('yarn exec kysely codegen'),
        ok('yarn dev:api'),
      ],
      '`yarn dev:api` failed (something has to be set up first) until `yarn exec kysely codegen` was run.',
    ],
    [
      'what is to be set up, by what is missing',
      [
        run('mix test', '** (Postgrex.Error) ERROR 42P01 (undefined_table) relation "orders" does not exist', 1),
        ok('mix ecto.migrate'),
        ok('mix test'),
      ],
      '`mix test` failed (something has to be set up first) until `mix ecto.migrate` was run.',
    ],
    [
      'what a file is read by that is not executable',
      [run('./tools/lint.sh', 'bash: ./tools/lint.sh: Permission denied', 126), ok('bash tools/lint.sh')],
      '`./tools/lint.sh` is not executable here; `bash tools/lint.sh` works.',
    ],
    [
      'what a wrapper could not find',
      [
        run('timeout 30 python tools/x.py', "timeout: failed to run command 'python': No such file or directory", 127),
        ok('timeout 30 python3 tools/x.py'),
      ],
      '`python` is not installed here; `python3` works.',
    ],
  ])('%s', async (_, steps, rule) => expect(await rulesOf(steps)).toEqual([rule]));
});

describe('nothing is said by', () => {
  it.each<readonly [says: string, steps: readonly Step[]]>([
    [
      'a word of four letters that is another with one letter',
      [run('npm run dist', 'npm error Missing script: "dist"', 1), ok('npm run list')],
    ],
    ['names that only count', [missing('src/plan-a.ts'), read('src/plan-b.ts')]],
    ['a name of every folder that lies deeper', [missing('src/index.ts'), read('src/cart/index.ts')]],
    [
      'another folder in which one looks',
      [run('ls build', "ls: cannot access 'build': No such file or directory", 2), run('ls dist', 'x')],
    ],
    [
      'a setting that only tells more',
      [run('npm run it', 'TypeError: x is not a function', 1), ok('DEBUG=app npm run it')],
    ],
    [
      'a setting where the failure goes away by itself',
      [run('npm run it', 'Error: connect ETIMEDOUT', 1), ok('REGION=eu npm run it')],
    ],
    [
      'a flag that the failure prints and does not deny',
      [run('npm run it -- --bail', '> vitest --bail\nFAIL a.test.ts', 1), ok('npm run it --')],
    ],
    [
      'what was set up while a test failed',
      [run('npm test', 'AssertionError: expected config not to be missing', 1), ok('npm run build'), ok('npm test')],
    ],
    [
      'a look at what is there',
      [run('npm test', 'error: no such table: users', 1), run('sqlite3 a.db .tables', 'users'), ok('npm test')],
    ],
    [
      'a patch that made the file',
      [missing('src/late.ts'), edit('src/other.ts'), { do: 'write', path: 'src/late.ts' }, read('src/late.ts')],
    ],
  ])('%s', async (_, steps) => expect(await rulesOf(steps)).toEqual([]));
});
