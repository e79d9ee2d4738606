import { back, ok, refuse, type Trap, write } from './lesson.fixture.js';
import { edit, missing, read, run, user } from './step.fixture.js';

/**
 * Traps and remarks alone, written after the third set had been mended for and before they were run: what one does next, and what then works
 * for another reason. On the first run 8 of 46 traps and 25 remarks became a rule.
 */

export const LUCK: readonly Trap[] = [
  [
    'another region',
    [
      run('aws ec2 describe-vpcs', 'An error occurred (RequestLimitExceeded)', 254),
      ok('AWS_REGION=eu-west-1 aws ec2 describe-vpcs'),
    ],
  ],
  ['one worker fewer', [run('npx jest cart', 'FAIL src/cart.test.ts\n  ✕ adds (12 ms)', 1), ok('npx jest cart -i')]],
  [
    'a longer wait',
    [
      run('npx cypress run', 'CypressError: Timed out retrying after 4000ms', 1),
      ok('CYPRESS_TIMEOUT=9 npx cypress run'),
    ],
  ],
  [
    'a proxy',
    [
      run('pip3 download flask', 'ReadTimeoutError: HTTPSConnectionPool', 1),
      ok('HTTPS_PROXY=http://p:3128 pip3 download flask'),
    ],
  ],
  [
    'a colder cache',
    [
      run('npm run build:docs', 'Error: EBUSY: resource busy or locked', 1),
      ok('npm run clean'),
      ok('npm run build:docs'),
    ],
  ],
  [
    'a formatter before it',
    [run('npm run test:fmt', 'AssertionError: snapshot differs', 1), ok('npm run format'), ok('npm run test:fmt')],
  ],
  ['an update before it', [run('npm run test:old', '1 failed, 3 passed', 1), ok('npm update'), ok('npm run test:old')]],
  [
    'an install before it',
    [run('npm run test:rnd', 'Error: expected 4 but got 5', 1), ok('npm install'), ok('npm run test:rnd')],
  ],
  [
    'a build before it',
    [run('npm run e2e:pay', 'TimeoutError: waiting for locator', 1), ok('npm run build:pay'), ok('npm run e2e:pay')],
  ],
  [
    'a start of what ran',
    [run('npm run e2e:mail', 'Error: 503 Service Unavailable', 1), ok('npm run restart'), ok('npm run e2e:mail')],
  ],
  [
    'a pull before it',
    [run('git merge main', 'CONFLICT (content): Merge conflict in a.ts', 1), edit('a.ts'), ok('git merge main')],
  ],
  [
    'a stash before it',
    [
      run('git rebase main', 'error: cannot rebase: You have unstaged changes.', 1),
      ok('git stash'),
      ok('git rebase main'),
      ok('git stash pop'),
    ],
  ],
  [
    'an add before it',
    [run('git commit -m a', 'no changes added to commit', 1), ok('git add a.ts'), ok('git commit -m a')],
  ],
  [
    'a patch by a tool',
    [
      run('npm run tsc:a', "error TS2307: Cannot find module './a'", 2),
      { do: 'call', tool: 'mcp__ide__apply' },
      ok('npm run tsc:a'),
    ],
  ],
  [
    'a person did it',
    [run('npm run db:x', 'error: database "x" does not exist', 1), user('created it for you'), ok('npm run db:x')],
  ],
  [
    'a folder above',
    [run('npx eslint .', '✖ 4 problems (4 errors, 0 warnings)', 1), ok('cd packages/ok && npx eslint .'), back],
  ],
  [
    'a folder beside',
    [run('go test ./...', '--- FAIL: TestA (0.00s)\nFAIL', 1), ok('cd tools && go test ./...'), back],
  ],
  [
    'tests of another folder',
    [run('npx mocha', '  1 failing\n  AssertionError: expected', 1), ok('cd lib2 && npx mocha'), back],
  ],
  [
    'services that count',
    [run('docker compose stop worker1', 'no such service: worker1', 1), ok('docker compose stop worker2')],
  ],
  [
    'ids of machines',
    [run('multipass info vm-ab', 'info failed: instance "vm-ab" does not exist', 2), ok('multipass info vm-ac')],
  ],
  [
    'a tag',
    [run('git show v1.2.1', "fatal: ambiguous argument 'v1.2.1': unknown revision", 128), ok('git show v1.2.0')],
  ],
  [
    'a package of another name',
    [run('npm view left-padd version', 'npm error 404 Not Found', 1), ok('npm view lodash version')],
  ],
  [
    'a remote',
    [run('git fetch upstrem', "fatal: 'upstrem' does not appear to be a git repository", 128), ok('git fetch')],
  ],
  [
    'a test by name',
    [run('npx vitest run -t adds', 'No test found matching adds', 1), ok('npx vitest run -t removes')],
  ],
  ['an issue', [run('gh issue view 7', 'GraphQL: Could not resolve to an issue', 1), ok('gh issue view 8')]],
  ['two readmes', [missing('packages/ui/README.md'), read('README.md')]],
  ['two configs', [missing('jest.config.js'), read('vitest.config.ts')]],
  ['two configs of one name', [missing('apps/a/config.ts'), read('apps/b/config.ts')]],
  ['two tests', [missing('src/a/util.test.ts'), read('src/a/view.test.ts')]],
  ['two languages', [missing('locales/de.json'), read('locales/en.json')]],
  ['two migrations', [missing('migrations/0003_add.sql'), read('migrations/0004_drop.sql')]],
  ['a backup', [missing('config/app.ini'), read('config/app.ini.bak')]],
  [
    'a link of a page',
    [run('cat site/about.html', 'cat: site/about.html: No such file or directory', 1), ok('cat site/contact.html')],
  ],
  [
    'a folder not there yet',
    [run('ls coverage', "ls: cannot access 'coverage': No such file or directory", 2), ok('ls covers2')],
  ],
  [
    'made by a test',
    [
      run('cat coverage/lcov.info', 'cat: coverage/lcov.info: No such file or directory', 1),
      ok('npx vitest run --coverage'),
      ok('cat coverage/lcov.info'),
    ],
  ],
  [
    'written, then run',
    [
      run('node tools/a.mjs', "Error: Cannot find module '/srv/tools/a.mjs'", 1),
      write('tools/a.mjs'),
      ok('node tools/a.mjs'),
    ],
  ],
  [
    'dry runs',
    [
      run('terraform apply -auto-approve', 'Error: creating Bucket: AccessDenied', 1),
      ok('terraform apply -auto-approve -refresh=false'),
    ],
  ],
  ['more is said', [run('npm run gen:x', 'Error: exit 1', 1), ok('npm run gen:x --loglevel silly')]],
  [
    'less is checked',
    [
      run('npm run cov', 'Jest: "global" coverage threshold for lines (80%) not met: 71%', 1),
      ok('npm run cov --coverage=false'),
    ],
  ],
  [
    'only some',
    [run('npx tsc -b', 'error TS6053: File x.ts not found.', 1), edit('tsconfig.json'), ok('npx tsc -b --force')],
  ],
  [
    'to the user',
    [
      run(
        'pip3 install x',
        'ERROR: Could not install packages due to an OSError: Permission denied\nConsider using the `--user` option',
        1,
      ),
      ok('sudo pip3 install x'),
    ],
  ],
  [
    'polls of a site',
    [1, 2, 3, 4].flatMap(() => [
      run('curl -fsS https://staging.example.org/ready', 'curl: (22) The requested URL returned error: 503', 22),
      ok('sleep 15'),
    ]),
  ],
  ['edits in between', [1, 2, 3, 4].flatMap(() => [run('npx tsc -p web', 'error TS2345', 2), edit('web/a.ts')])],
  [
    'refused with words',
    [refuse('npm run deploy'), user('no, first run the tests'), ok('npm run test:all'), ok('npm run deploy')],
  ],
  ['a program of another system', [run('pbcopy < a.txt', 'bash: pbcopy: command not found', 127), ok('cat a.txt')]],
  ['what grep says of a binary', [run('grep -c x a.bin', '0', 1), ok('grep -c y a.bin')]],
];

export const LUCK_REMARKS: readonly string[] = [
  'always appreciated, thank you',
  'Never had so much fun with types.',
  'Always test your luck, they say.',
  'ok always go with your gut here',
  'We always ship late, so hurry a bit.',
  'I always use the wrong branch, silly me.',
  'never trust a Monday deploy, ha',
  'The ticket: "Users must never see raw errors". Can you do that?',
  'Ticket text: always show prices with tax.',
  'acceptance criteria:\n- always show a spinner\n- never block the page',
  'Add a rule to the linter that says never use var.',
  'Write a test which checks that we always return 200.',
  'Make the button use blue instead of green.',
  'Change the code to use a Map instead of an object.',
  'Can you run it with node instead of bun once?',
  'Try with a fresh cache, use npm ci instead of npm install.',
  'Rename it and use total instead of sum.',
  'The function should use const instead of let.',
  'In the footer use the short name instead of the long one.',
  'You could use lodash instead of ramda.',
  "It's weird that people use C instead of Rust for that.",
  'Lint says: Do not use any. Never mind.',
  "Don't write a summary.",
  "Don't change tests for this.",
  'In this project we use a lot of magic, sorry.',
];
