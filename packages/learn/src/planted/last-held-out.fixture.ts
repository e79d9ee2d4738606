import { back, type Lesson, ok, refuse, type Trap, type Wish } from './lesson.fixture.js';
import { edit, missing, read, run, user } from './step.fixture.js';

/**
 * A last set, written after all of that. On the first run 31 or 32 of 36 lessons and wishes were found in each of four
 * agents, and one rule was false.
 */

export const LAST_LESSONS: readonly Lesson[] = [
  [
    ['lib/parser.ml', 'src/parser.ml'],
    [missing('lib/parser.ml'), read('src/parser.ml')],
  ],
  [
    ['spec/models/acount_spec.rb', 'spec/models/account_spec.rb'],
    [missing('spec/models/acount_spec.rb'), read('spec/models/account_spec.rb')],
  ],
  [
    ['config/routes.yml', 'config/routes.yaml'],
    [
      run('cat config/routes.yml', 'cat: config/routes.yml: No such file or directory', 1),
      ok('cat config/routes.yaml'),
    ],
  ],
  [
    ['script', 'scripts'],
    [run('ls script', "ls: cannot access 'script': No such file or directory", 2), ok('ls scripts')],
  ],
  [
    ['web/src/settings.ts', 'web/src/app/settings.ts'],
    [missing('web/src/settings.ts'), read('web/src/app/settings.ts')],
  ],
  [
    ['`black`', 'hatch run black'],
    [run('black --check .', 'bash: black: command not found', 127), ok('hatch run black --check .')],
  ],
  [
    ['`nodemon`', 'npx nodemon'],
    [run('nodemon app.js --exitcrash', 'sh: nodemon: command not found', 127), ok('npx nodemon app.js --exitcrash')],
  ],
  [
    ['`bundle`', 'docker compose run --rm app bundle'],
    [run('bundle outdated', 'bash: bundle: command not found', 127), ok('docker compose run --rm app bundle outdated')],
  ],
  [
    ['`lua`', 'lua5.4'],
    [run('lua test/run.lua', 'zsh: command not found: lua', 127), ok('lua5.4 test/run.lua')],
  ],
  [
    ['deno task tset', 'deno task test'],
    [run('deno task tset', 'error: Task not found: tset\nAvailable tasks:\n- test', 1), ok('deno task test')],
  ],
  [
    ['moon run web:biuld', 'moon run web:build'],
    [run('moon run web:biuld', 'Error: Unknown task biuld for project web.', 1), ok('moon run web:build')],
  ],
  [
    ['cargo xtask coverge', 'cargo xtask coverage'],
    [run('cargo xtask coverge', "error: unrecognized subcommand 'coverge'", 2), ok('cargo xtask coverage')],
  ],
  [
    ['gem install', '--user-install'],
    [
      run(
        'gem install rouge',
        "ERROR:  While executing gem ... (Gem::FilePermissionError)\n    You don't have write permissions for the /var/lib/gems/3.1.0 directory. Try --user-install.",
        1,
      ),
      ok('gem install --user-install rouge'),
    ],
  ],
  [
    ['npx tsx', '--esm'],
    [run('npx tsx --esm run.ts', 'node: bad option: --esm', 9), ok('npx tsx run.ts')],
  ],
  [
    ['docker build', '--platform'],
    [
      run('docker build .', 'ERROR: no match for platform in manifest: not found; use --platform to choose one', 1),
      ok('docker build --platform linux/amd64 .'),
    ],
  ],
  [
    ['npm run dev:once', 'site'],
    [run('npm run dev:once', 'npm error Missing script: "dev:once"', 1), ok('npm --prefix site run dev:once')],
  ],
  [
    ['bundle exec jekyll doctor', 'docs'],
    [
      run('bundle exec jekyll doctor', 'Could not locate Gemfile or .bundle/ directory', 10),
      ok('cd docs && bundle exec jekyll doctor'),
      back,
    ],
  ],
  [
    ['nix flake check', 'nix'],
    [
      run('nix flake check', "error: path '/srv/repo' does not contain a 'flake.nix'", 1),
      ok('cd nix && nix flake check'),
      back,
    ],
  ],
  [
    ['manage.py check', 'DJANGO_SETTINGS_MODULE'],
    [
      run(
        'uv run manage.py check',
        'django.core.exceptions.ImproperlyConfigured: Requested setting DEBUG, but settings are not configured. You must define DJANGO_SETTINGS_MODULE.',
        1,
      ),
      ok('DJANGO_SETTINGS_MODULE=shop.dev uv run manage.py check'),
    ],
  ],
  [
    ['./run-app --version', 'JAVA_HOME'],
    [
      run(
        './run-app --version',
        'UnsupportedClassVersionError: compiled by a more recent version of the Java Runtime',
        1,
      ),
      ok('JAVA_HOME=/opt/jdk21 ./run-app --version'),
    ],
  ],
  [
    ['npm run start:prod', 'npm run compile'],
    [
      run('npm run start:prod', "Error: Cannot find module '/srv/repo/build/main.js'", 1),
      ok('npm run compile'),
      ok('npm run start:prod'),
    ],
  ],
  [
    ['pytest tests/geo', 'git lfs pull'],
    [
      run('uv run pytest tests/geo', "FileNotFoundError: [Errno 2] No such file or directory: 'tests/geo/map.bin'", 1),
      ok('git lfs pull'),
      ok('uv run pytest tests/geo'),
    ],
  ],
  [['gcloud sql instances delete'], [refuse('gcloud sql instances delete main'), ok('gcloud sql instances list')]],
  [
    ['make flash'],
    [1, 2, 3].map((i) =>
      run('make flash', `avrdude: error: programmer is not responding\nmake: *** [flash] Error 1 (${i}.${i}s)`, 2),
    ),
  ],
];

export const LAST_TRAPS: readonly Trap[] = [
  ['flaky, run again', [run('npm run t:a', 'Error: page crashed', 1), ok('npm run t:a')]],
  ['flaky, after a look', [run('npm run t:b', 'Error: page crashed', 1), ok('docker ps'), ok('npm run t:b')]],
  [
    'flaky, after a lint',
    [run('npm run t:c', "Cannot find module 'x' (race)", 1), ok('npx eslint src'), ok('npm run t:c')],
  ],
  [
    'flaky, with a reporter',
    [run('npx vitest run it', 'FAIL it/a.test.ts', 1), ok('npx vitest run it --reporter dot')],
  ],
  [
    'flaky, with retries',
    [run('npx playwright test ui', '1 failed\n  [chromium] ui.spec.ts', 1), ok('npx playwright test ui --retries 2')],
  ],
  ['flaky, with a setting', [run('go test ./net', '--- FAIL: TestDial', 1), ok('GOFLAGS=-count=1 go test ./net')]],
  ['mended', [run('cargo build', 'error[E0308]: mismatched types', 101), edit('src/a.rs'), ok('cargo build')]],
  [
    'mended, with another command between',
    [
      run('cargo check', 'error[E0432]: unresolved import `crate::x`', 101),
      edit('src/lib.rs'),
      ok('cargo fmt'),
      ok('cargo check'),
    ],
  ],
  ['another file', [missing('src/invoice.ts'), read('src/customer.ts')]],
  ['another folder of the same file name', [missing('a/main.go'), read('b/main.go')]],
  ['parts one and two', [missing('doc/part-1.md'), read('doc/part-2.md')]],
  ['a sample', [missing('config/local.json'), read('config/local.json.sample')]],
  ['to be made', [missing('CHANGES.md'), { do: 'write', path: 'CHANGES.md' }, read('CHANGES.md')]],
  ['nothing found', [run('ag oldThing', '', 1), ok('ag newThing')]],
  ['no difference wanted', [run('diff -q x y', 'Files x and y differ', 1), ok('diff -q x z')]],
  ['no such process', [run('pgrep -f worker', '', 1), ok('pgrep -f web')]],
  [
    'no such branch',
    [run('git checkout fix-login', "error: pathspec 'fix-login' did not match", 1), ok('git checkout fix-logout')],
  ],
  [
    'no such container',
    [run('docker exec api-1 ls', 'Error: No such container: api-1', 1), ok('docker exec api-2 ls')],
  ],
  ['no such test', [run('uv run pytest -k foo', '0 selected', 5), ok('uv run pytest -k bar')]],
  ['no room', [run('docker pull big', 'no space left on device', 1), ok('docker system df'), ok('docker pull big')]],
  ['not logged in', [run('npm whoami', 'npm error code ENEEDAUTH', 1), user('logged in'), ok('npm whoami')]],
  [
    'a guard',
    [run('git commit -m x', 'husky - pre-commit hook exited with code 1', 1), ok('git commit -m x --no-verify')],
  ],
  [
    'the superuser',
    [
      run('apt-get install jq', 'E: Could not open lock file - open (13: Permission denied)', 100),
      ok('sudo apt-get install jq'),
    ],
  ],
  ['let through later', [refuse('terraform apply'), user('ok'), ok('terraform apply')]],
  ['waited for', [1, 2, 3].flatMap(() => [run('gh pr checks 4', 'build pending', 8), ok('sleep 30')])],
  ['tests after edits', [1, 2, 3].flatMap(() => [run('npx jest one', 'FAIL one', 1), edit('one.ts')])],
  ['another program', [run('tree src', 'bash: tree: command not found', 127), ok('find src -type d')]],
  ['errors in what is read', [ok('cat ci.log', 'bash: pnpmm: command not found'), ok('pnpm -v')]],
  ['one line, two things', [run('make a; make bb', "make: *** No rule to make target 'bb'.", 2), ok('make b')]],
  ['a script of another name', [run('npm run serve', 'npm error Missing script: "serve"', 1), ok('npm run watch')]],
];

export const LAST_WISHES: readonly Wish[] = [
  ['Use ruff instead of pylint.', ['ruff', 'pylint']],
  ['no, we use mise, not asdf', ['mise', 'asdf']],
  ["please don't use any, use unknown", ['unknown', 'any']],
  ['Stop running npm test, run just check.', ['just check', 'npm test']],
  ['Always add a changeset for user-facing changes.', ['changeset']],
  ['Never force-push to shared branches.', ['force-push']],
  ["Don't put logic into controllers.", ['controllers']],
  ['From now on, use conventional commits.', ['conventional commits']],
  ['You must never edit generated files.', ['generated files']],
  ['Rules:\n- always write tests first\n', ['write tests first']],
  ['In this repo, never import from lodash.', ['lodash']],
  ['I prefer plain functions over classes.', ['plain functions']],
];

export const LAST_REMARKS: readonly string[] = [
  'Always a joy, really.',
  'Never mind then.',
  'It never works on Windows.',
  'We never had that error before.',
  'pasting the log:\nnever use this API in production\nalways call dispose()',
  '> always use https\nfrom the old docs',
  'They recommend to use vite instead of webpack, is it worth it?',
  'Perhaps use a queue instead of a cron job.',
  'Use the other endpoint instead of that one.',
  'For now, use mocks instead of the real API.',
  "Don't touch the header.",
  'Why do we use yarn instead of npm?',
  'use v2 instead of v1 in this test',
  'Always delete prod, lol',
];
