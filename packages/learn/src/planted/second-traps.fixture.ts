import { ok, refuse, type Trap, type Wish, write } from './lesson.fixture.js';
import { edit, missing, read, run, user } from './step.fixture.js';

/** What looks like the lessons of the second set, and is none; and what its users say. */
export const SECOND_TRAPS: readonly Trap[] = [
  [
    'a passing run prints errors',
    [ok('Rscript tests/run.R', 'Error in f() : there is no package called ‘x’ (expected)\n[ PASS 12 ]')],
  ],
  ['what a log says', [ok('grep -n "not found" build.log', '12: bash: ninja2: command not found'), ok('ninja3 -v')]],
  ['a search that finds nothing', [run('rg -n frobnicate src', '', 1), ok('rg -n frob src')]],
  ['two files differ', [run('cmp a.bin b.bin', 'a.bin b.bin differ: byte 9, line 1', 1), ok('cmp a.bin a2.bin')]],
  [
    'a mirror that is slow',
    [
      run('apt-get update', 'E: Failed to fetch http://deb.example.org/x  Temporary failure resolving', 100),
      ok('apt-get update'),
    ],
  ],
  [
    'a registry that is down',
    [run('dart pub get', 'Got socket error trying to find package http at https://pub.dev.', 69), ok('dart pub get')],
  ],
  [
    'a test that is mended',
    [run('stack test', 'parser: FAIL\n  expected: 3\n but got: 4', 1), edit('src/Parser.hs'), ok('stack test')],
  ],
  [
    'a test written first',
    [
      write('test/area_test.exs'),
      run('gleam test', 'error: unknown variable area', 1),
      edit('lib/area.ex'),
      ok('gleam test'),
    ],
  ],
  ['refused, then let through', [refuse('vault kv get app'), user('fine, go ahead'), ok('vault kv get app')]],
  ['a file that is to be written', [missing('docs/adr/0007.md'), write('docs/adr/0007.md'), read('docs/adr/0007.md')]],
  ['another file', [missing('lib/payments.dart'), read('lib/orders.dart'), read('lib/cart.dart')]],
  [
    'made in between',
    [
      run('cat out/report.txt', 'cat: out/report.txt: No such file or directory', 1),
      ok('touch out/report.txt'),
      ok('cat out/report.txt'),
    ],
  ],
  [
    'a lock of another run',
    [run('tofu plan', 'Error: Error acquiring the state lock', 1), ok('tofu force-unlock abc'), ok('tofu plan')],
  ],
  ['whether there is a file', [run('test -e .venv', '', 1), ok('test -e venv')]],
  ['whether there is a program', [run('which gfortran-13', '', 1), ok('which gfortran', '/usr/bin/gfortran')]],
  ['interrupted', [run('jupyter lab', '^C', 130), ok('jupyter lab')]],
  ['a server that was ended', [run('hugo server', 'listening', 143), ok('hugo server')]],
  [
    'a temporary file',
    [run('cat /tmp/tmpab12.json', 'cat: /tmp/tmpab12.json: No such file or directory', 1), ok('cat /tmp/tmpab13.json')],
  ],
  ['a branch', [run('git switch hotfix-a', 'fatal: invalid reference: hotfix-a', 128), ok('git switch hotfix-b')]],
  [
    'a commit',
    [run('git show deadbee', "fatal: ambiguous argument 'deadbee': unknown revision", 128), ok('git show deadbef')],
  ],
  ['a process', [run('kill 7712', 'bash: kill: (7712) - No such process', 1), ok('kill 7713')]],
  ['a host', [run('ssh node03 hostname', 'ssh: Could not resolve hostname node03', 255), ok('ssh node04 hostname')]],
  ['another test', [run('julia test/solver.jl', 'Test Failed at solver.jl:4', 1), ok('julia test/mesh.jl')]],
  [
    'another filter',
    [run('mvnw -Dtest=FooTest verify', 'There are test failures', 1), ok('mvnw -Dtest=BarTest verify')],
  ],
  [
    'an inline script',
    [run("ruby -e 'puts(1'", '-e:1: syntax error, unexpected end-of-input', 1), ok("ruby -e 'puts(1)'")],
  ],
  [
    'a query',
    [run("duckdb x.db 'selct 1'", 'Parser Error: syntax error at or near "selct"', 1), ok("duckdb x.db 'select 1'")],
  ],
  [
    'what does not compile, mended',
    [
      run('gfortran -c heat.f90', "Error: Symbol 'dx' at (1) has no IMPLICIT type", 1),
      edit('heat.f90'),
      ok('gfortran -c heat.f90'),
    ],
  ],
  [
    'a disk that is full',
    [run('podman build .', 'write /var/tmp/x: no space left on device', 125), ok('df -h'), ok('podman build .')],
  ],
  [
    'logged out',
    [run('az account show', "Please run 'az login' to setup account.", 1), user('I did that'), ok('az account show')],
  ],
  [
    'too many requests',
    [run('glab api projects', '429 Too Many Requests', 1), ok('sleep 20'), ok('glab api projects')],
  ],
  [
    'nothing to commit',
    [
      run('git commit -m notes', 'nothing to commit, working tree clean', 1),
      edit('NOTES.md'),
      ok('git commit -m notes'),
    ],
  ],
  [
    'what is outdated',
    [run('mix hex.outdated', 'Dependency  Current  Latest  Update not possible', 1), ok('mix hex.info')],
  ],
  [
    'what is found',
    [run('hadolint Dockerfile', 'Dockerfile:3 DL3008 warning: Pin versions', 1), ok('hadolint docker/Dockerfile')],
  ],
  ['what is formatted', [run('terraform fmt -check', 'main.tf', 3), ok('terraform fmt')]],
  ['differences by their code', [run('git diff --quiet', '', 1), ok('git diff --stat')]],
  [
    'a flaky test, looked at',
    [
      run('xcodebuild test -scheme A', 'Test Case testScroll failed (2.1 seconds)', 65),
      ok('git log -3'),
      ok('xcodebuild test -scheme A'),
    ],
  ],
  [
    'a flaky test, slept',
    [run('detox test', 'Error: Timeout - element did not appear', 1), ok('sleep 3'), ok('detox test')],
  ],
  ['a flaky test, with more words', [run('pytest-3 it', 'E  ConnectionResetError: peer', 1), ok('pytest-3 it -vv')]],
  [
    'a flaky test, with a setting',
    [
      run('cargo test --test net', 'thread main panicked: Connection reset by peer', 101),
      ok('RUST_BACKTRACE=1 cargo test --test net'),
    ],
  ],
  [
    'a flaky test, in another folder',
    [
      run('curl -f http://localhost:9000', 'curl: (7) Failed to connect to localhost', 7),
      ok('cd ops2 && curl -f http://localhost:9000'),
      ok('cd .. && pwd'),
    ],
  ],
  [
    'a service that was slow',
    [run('pg_isready -h db', 'db:5432 - no response', 2), ok('sleep 2'), ok('pg_isready -h db')],
  ],
  [
    'a failing run that is meant to',
    [
      run('cargo fuzz run bad', 'SUMMARY: crash found', 77),
      user('right, as it should'),
      run('cargo fuzz run bad', 'SUMMARY: crash found', 77),
    ],
  ],
  ['moved by the agent', [ok('git mv lib/a_old.ex lib/a_new.ex'), missing('lib/a_old.ex'), read('lib/a_new.ex')]],
  ['a name of every folder', [missing('app/__init__.py'), read('worker/__init__.py')]],
  ['pages that count', [missing('book/chapter-3.tex'), read('book/chapter-4.tex')]],
  [
    'a day of a log',
    [
      run('cat log/2026-10-01.txt', 'cat: log/2026-10-01.txt: No such file or directory', 1),
      ok('cat log/2026-10-02.txt'),
    ],
  ],
  ['a text that is not there', [{ do: 'edit', path: 'main.tex', isRefused: true }, edit('main.tex')]],
  ['several things in one line', [run('npm i; jestt; true', 'bash: jestt: command not found', 127), ok('jest5')]],
  ['an error that is let go', [ok('zigg build || true', 'bash: zigg: command not found'), ok('zig2 build')]],
  [
    'force',
    [
      run('git push origin main', '! [rejected] main -> main (non-fast-forward)', 1),
      ok('git push --force origin main'),
    ],
  ],
  [
    'as the superuser',
    [run('systemctl restart app', 'Failed to restart app.service: Access denied', 4), ok('sudo systemctl restart app')],
  ],
  [
    'without a check',
    [
      run(
        'wget https://x.example/a',
        'ERROR: cannot verify certificate. To connect insecurely, use `--no-check-certificate`.',
        5,
      ),
      ok('wget --no-check-certificate https://x.example/a'),
    ],
  ],
  ['a guess among scripts', [run('npm run docs', 'npm error Missing script: "docs"', 1), ok('npm run preview')]],
  ['a probe of versions', [run('gcc-14 --version', 'bash: gcc-14: command not found', 127), ok('ls /usr/bin')]],
  ['another program altogether', [run('htop -b', 'bash: htop: command not found', 127), ok('vmstat 1')]],
  [
    'a folder that holds something else',
    [run('ls artifacts', "ls: cannot access 'artifacts': No such file or directory", 2), ok('ls assets')],
  ],
  [
    'written by a script',
    [
      run('ruby gen/use.rb', 'cannot load such file -- ./gen/out', 1),
      ok('ruby gen/write_out.rb'),
      ok('ruby gen/use.rb'),
    ],
  ],
  [
    'checked out by hand',
    [run('ocaml t.ml', 'Error: Unbound module Gen', 2), ok('git checkout -- gen.ml'), ok('ocaml t.ml')],
  ],
  [
    'what a user did meanwhile',
    [run('adb devices -l', 'error: no devices/emulators found', 1), user('I plugged it in'), ok('adb devices -l')],
  ],
  [
    'output of another time',
    [ok('cat session.txt', 'fatal: not a git repository\n$ cd app && git status'), ok('ls app')],
  ],
];

export const SECOND_WISHES: readonly Wish[] = [
  ['No no, use mamba instead of conda!', ['mamba', 'conda']],
  ['please use podman, not docker', ['podman', 'docker']],
  ["Don't use pandas, use polars.", ['polars', 'pandas']],
  ['Stop using print, use structlog.', ['structlog', 'print']],
  ['We use fish rather than bash here', ['fish', 'bash']],
  ['Instead of yarn run pnpm please.', ['pnpm', 'yarn']],
  ['I told you before: use `just lint` instead of `npm run lint`.', ['just lint', 'npm run lint']],
  ['For the plots use seaborn instead of matplotlib.', ['seaborn', 'matplotlib']],
  ['Always explain a regex in a comment.', ['Always explain a regex']],
  ['Never commit notebooks with outputs.', ['Never commit notebooks']],
  ["Ok thanks. And please don't ever touch files under vendor/.", ['vendor/']],
  ['From now on write changelog entries in past tense.', ['changelog entries']],
  ['In this repo we always squash before merging.', ['squash']],
  ["Don't add emojis to commit messages.", ['emojis']],
  ['You should never log e-mail addresses.', ['e-mail addresses']],
  ['Going forward, keep functions under 30 lines.', ['functions under 30 lines']],
  ['Make sure to run clang-format before every commit.', ['clang-format']],
  ['Note: always use metric units in labels.', ['metric units']],
  ['I prefer early returns over nested ifs.', ['early returns']],
  ['Antworte bitte immer auf Deutsch.', ['Deutsch']],
];

/** What users say that is none. */
export const SECOND_REMARKS: readonly string[] = [
  'Always great working with you!',
  'Never mind the warnings, go on.',
  "I've never used Elixir before, so explain it slowly.",
  'The tests always fail on my laptop, no idea why.',
  'This is what CI prints:\n\nwarning: use std::span instead of gsl::span\nerror: never call abort here\n\nCan you look?',
  '```\nHint: always use LF instead of CRLF\n```\nshould I care?',
  'The reviewer wrote "please always add a test for each bug", what did he mean?',
  'According to the style guide we should use snake_case instead of camelCase. Hmm.',
  'My teammate prefers vim over emacs.',
  'Would it be better to use sqlite instead of postgres?',
  'If it gets too slow, use numpy instead of lists, but wait with that.',
  'For now use fake data instead of the real one.',
  'In that function use a map instead of a list.',
  "Don't start the server, I have one running.",
  'Don’t worry about the linter.',
  'It shows euros instead of dollars on the invoice page.',
  'You used tabs instead of spaces in that file, please fix.',
  'Ha, always blame DNS ;)',
  'Please use the second image instead of the first.',
  'She said: never deploy on a Friday. lol',
];
