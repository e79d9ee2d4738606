import { back, ok, refuse, type Trap, type Wish, write } from './lesson.fixture.js';
import { edit, missing, read, run, user } from './step.fixture.js';

/** What looks like the lessons of the third set, and is none; and what its users say. */
const E = 'AssertionError';
export const THIRD_TRAPS: readonly Trap[] = [
  [
    'a setting by luck, a test',
    [run('npm run e2e:cart', `${E}: expected 2 to equal 3`, 1), ok('CI=1 npm run e2e:cart')],
  ],
  [
    'a setting by luck, the network',
    [
      run('npm run sync:crm', 'TypeError: fetch failed\n  cause: Error: read ECONNRESET', 1),
      ok('PROFILE=a npm run sync:crm'),
    ],
  ],
  [
    'a setting by luck, time',
    [run('npm run e2e:ui', 'TimeoutError: page.click: Timeout 30000ms exceeded.', 1), ok('SLOWMO=100 npm run e2e:ui')],
  ],
  [
    'a setting that shows more',
    [run('npm run seed:dev', 'Error: something went wrong', 1), ok('LOG_LEVEL=debug npm run seed:dev')],
  ],
  [
    'a seed by luck',
    [run('npm run fuzz', 'FAIL property: counterexample after 12 runs', 1), ok('SEED=4 npm run fuzz')],
  ],
  [
    'another folder by luck',
    [run('npx vitest run', 'FAIL  a.test.ts > adds', 1), ok('cd packages/a && npx vitest run'), back],
  ],
  ['another port', [run('curl -s localhost:8080/health', '', 7), ok('curl -s localhost:8081/health')]],
  [
    'a build by luck',
    [run('npm run it:flaky', `${E}: data not equal`, 1), ok('npm run build:css'), ok('npm run it:flaky')],
  ],
  [
    'an install by luck',
    [
      run('npm run it:race', 'Error: listen EADDRINUSE: address already in use :::3000', 1),
      ok('npm ls'),
      ok('npm run it:race'),
    ],
  ],
  [
    'a look by a program',
    [run('npm run it:db', 'error: no such table: carts', 1), ok('psql-lite dev.db .schema'), ok('npm run it:db')],
  ],
  [
    'a lint before it',
    [run('npm run it:mod', "Error: Cannot find module './gen/a'", 1), ok('npm run lint'), ok('npm run it:mod')],
  ],
  [
    'a restart of another thing',
    [run('npm run it:ws', 'WebSocket closed: connection reset', 1), ok('docker compose ps'), ok('npm run it:ws')],
  ],
  [
    'waited',
    [
      run('kubectl rollout status deploy/x', 'error: deployment exceeded its progress deadline', 1),
      ok('sleep 10'),
      ok('kubectl rollout status deploy/x'),
    ],
  ],
  [
    'scripts with a short part',
    [run('npm run dev:api', 'npm error Missing script: "dev:api"', 1), ok('npm run dev:app')],
  ],
  [
    'scripts of one letter more or less',
    [run('npm run lint', 'npm error Missing script: "lint"', 1), ok('npm run list')],
  ],
  [
    'targets that count',
    [run('make stage-1', "make: *** No rule to make target 'stage-1'.  Stop.", 2), ok('make stage-2')],
  ],
  [
    'branches',
    [
      run('git checkout release/1.2', "error: pathspec 'release/1.2' did not match any file(s) known to git", 1),
      ok('git checkout release/1.3'),
    ],
  ],
  [
    'containers',
    [run('docker logs web-a', 'Error response from daemon: No such container: web-a', 1), ok('docker logs web-b')],
  ],
  [
    'pods',
    [
      run('kubectl describe pod web-7d9f4', 'Error from server (NotFound): pods "web-7d9f4" not found', 1),
      ok('kubectl describe pod web-7d9f5'),
    ],
  ],
  [
    'a folder that was built later',
    [run('ls dist', "ls: cannot access 'dist': No such file or directory", 2), ok('npm run build:all'), ok('ls dist')],
  ],
  [
    'folders of two kinds',
    [run('ls target', "ls: cannot access 'target': No such file or directory", 2), ok('ls tasks')],
  ],
  [
    'a search elsewhere',
    [run('grep -rn useCart web/', 'grep: web/: No such file or directory', 2), ok('grep -rn useCart src/')],
  ],
  ['two modules', [missing('src/cart/index.tsx'), read('src/order/index.tsx')]],
  ['two packages', [missing('packages/a/package.json'), read('packages/b/package.json')]],
  ['a test beside another', [missing('test/cart.test.ts'), read('test/user.test.ts')]],
  ['deleted', [ok('git rm src/old/helper.ts'), missing('src/old/helper.ts'), read('src/new/helper.ts')]],
  ['written then', [missing('src/types.ts'), write('src/types.ts'), read('src/types.ts')]],
  [
    'flags of a linter',
    [
      run('npx prettier --check .', '[warn] Code style issues found. Run Prettier with --write to fix.', 1),
      ok('npx prettier --write .'),
    ],
  ],
  [
    'flags that print',
    [
      run('npx tsc --noEmit', "a.ts(1,1): error TS2304: Cannot find name 'x'.", 2),
      edit('a.ts'),
      ok('npx tsc --noEmit --pretty false'),
    ],
  ],
  [
    'an upstream',
    [
      run('git push', 'fatal: The current branch x has no upstream branch.\n    git push --set-upstream origin x', 128),
      ok('git push -u origin x'),
    ],
  ],
  [
    'no guard',
    [
      run('npm publish --dry-run', 'npm error Git working directory not clean. Use --force.', 1),
      ok('npm publish --dry-run --force'),
    ],
  ],
  ['refused once, allowed', [refuse('docker volume rm data'), user('yes, do it'), ok('docker volume rm data')]],
  ['a file for somebody', [run('cat .env', 'cat: .env: No such file or directory', 1), ok('cat .env.example')]],
  ['a version that is another', [run('nvm use 18', 'N/A: version "v18" is not yet installed.', 3), ok('nvm use 20')]],
  ['a program for another', [run('bat src/a.ts', 'bash: bat: command not found', 127), ok('ls src')]],
  [
    'edited by a tool',
    [run('npm run tsc:ci', "Cannot find module './x'", 2), ok("sed -i 's/x/y/' a.ts"), ok('npm run tsc:ci')],
  ],
  ['polling', [1, 2, 3, 4].flatMap(() => [run('gh run view 9 --exit-status', 'in progress', 1), ok('sleep 9')])],
  ['a grep in a pipe', [run('npm run x 2>&1 | grep -c WARN', '0', 1), ok('npm run x 2>&1 | grep -c ERROR')]],
  [
    'what a fixture prints',
    [ok('npm run print', 'Error: JWT_KEY is not set\nMissing script: "prin"'), ok('JWT_KEY=1 npm run print')],
  ],
  ['a check that says no', [run('npx depcheck', 'Unused dependencies\n* lodash', 255), ok('npx depcheck --json')]],
];

export const THIRD_WISHES: readonly Wish[] = [
  ['Use zod instead of joi, please.', ['zod', 'joi']],
  ['nope: run tests with bun, not node', ['bun', 'node']],
  ["Don't use axios - use ky.", ['ky', 'axios']],
  ['We prefer fastify over express.', ['fastify', 'express']],
  ['Please never use default exports.', ['default exports']],
  ['Good. But always name branches after the ticket, ok.', ['name branches']],
  ["Don't write tests with mocks.", ['mocks']],
  ['You must always update the OpenAPI file after changing a route.', ['OpenAPI']],
  ['In this codebase we use tabs.', ['tabs']],
  ['Remember to regenerate the client every time.', ['regenerate the client']],
];

export const THIRD_REMARKS: readonly string[] = [
  'Always nice when it just works.',
  'never again, that was painful :)',
  'You always do that well.',
  'The docs read:\n\nUse the App Router instead of the Pages Router.\nNever fetch in layouts.\n\nIs that so?',
  'Error from CI: use node20 instead of node16',
  'It says "never import server code here", where does that come from?',
  'Should we rather use swr instead of react-query?',
  'Use red instead of blue in the header, just on this page.',
  'He told me to use yarn instead of npm, but I disagree.',
  "Don't commit yet, I want to look first.",
  'Imagine we use Go instead of Node.',
  "Let's always meet at ten, shall we?",
];
