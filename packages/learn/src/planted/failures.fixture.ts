import type { RuleKind } from '../finding/finding.js';
import { edit, missing, read, run, type Step } from './step.fixture.js';

/** A failure that is planted, and the rule that has to come of it. */
export interface PlantedFailure {
  readonly kind: RuleKind;
  readonly wrong: string;
  readonly right: string;
  /** For each time it is seen other words around it. */
  readonly steps: (time: number) => readonly Step[];
}

type Row = readonly string[];
const look = run('git status --short', ' M src/app.ts');

/** wrong path, right path */
const PATHS: readonly Row[] = [
  ['src/auth/session.ts', 'packages/web/src/auth/session.ts'],
  ['src/billing_rules.py', 'src/app/billing_rules.py'],
  ['docs/deploy-guide.md', 'docs/ops/deploy-guide.md'],
  ['lib/invoice.rb', 'app/models/invoice.rb'],
  ['src/userServce.ts', 'src/userService.ts'],
  ['cmd/server/main.go', 'services/api/cmd/server/main.go'],
  ['tests/test_orders.py', 'tests/unit/test_orders.py'],
  ['config/database.yaml', 'config/database.yml'],
];
/** wrong program, right one, the words behind it, what is said */
const PROGRAMS: readonly Row[] = [
  ['python', 'python3', 'scripts/seed.py', '/bin/bash: line 1: python: command not found'],
  ['pip', 'pip3', 'list', 'bash: pip: command not found'],
  ['pytest', 'uv run pytest', 'tests/api', 'bash: line 1: pytest: command not found'],
  ['jest', 'npx jest', 'src/cart', '/bin/sh: 1: jest: not found'],
  ['yarn', 'pnpm', 'build', 'bash: yarn: command not found'],
  ['docker-compose', 'docker compose', 'ps', 'docker-compose: command not found'],
  ['tsc', 'npx tsc', '--noEmit', '/bin/bash: line 1: tsc: command not found'],
  ['ruff', 'poetry run ruff', 'check src', 'zsh: command not found: ruff'],
];
/** wrong name, right name, what is said */
const NAMES: readonly Row[] = [
  [
    'npm run tset',
    'npm run test',
    'npm error Missing script: "tset"\nnpm error To see a list of scripts, run:\nnpm error   npm run',
  ],
  [
    'pnpm run test:unit',
    'pnpm run unit',
    ' ERR_PNPM_NO_SCRIPT  Missing script: test:unit\n\nCommand "test:unit" not found.',
  ],
  ['make tests', 'make test', "make: *** No rule to make target 'tests'.  Stop."],
  [
    'cargo biuld',
    'cargo build',
    'error: no such command: `biuld`\n\nhelp: a command with a similar name exists: `build`',
  ],
  ['npm run lint:all', 'npm run lint', 'npm error Missing script: "lint:all"'],
  ['git chekout', 'git checkout', "git: 'chekout' is not a git command. See 'git --help'."],
  ['yarn typecheck', 'yarn type-check', 'error Command "typecheck" not found.'],
];
/** command, flag, rest, what is said */
const FLAGS: readonly Row[] = [
  [
    'pnpm add',
    '-w',
    'lodash',
    ' ERR_PNPM_ADDING_TO_ROOT  Running this command will add the dependency to the workspace root. If you really meant it, run it with the -w flag',
  ],
  ['deployctl plan', '--region', 'web', 'error: required option --region <name> not specified'],
  [
    'npm install',
    '--legacy-peer-deps',
    '',
    'npm error code ERESOLVE\nnpm error Fix the upstream dependency conflict, or retry\nnpm error this command with --force or --legacy-peer-deps',
  ],
  ['alembic upgrade', '--sql', 'head', 'alembic: error: the following arguments are required: --sql'],
  ['helm lint', '--values', 'charts/web', 'Error: required flag(s) "values" not set'],
  ['tool migrate', '--env', 'up', 'Usage: tool migrate --env <env> <direction>'],
  ['kubectl logs', '--namespace', 'web', 'error: flag needs an argument; you must specify --namespace'],
];
/** what fails, what has to be run before, what is said */
const ORDERS: readonly Row[] = [
  ['npm run e2e', 'npm run build', "Error: Cannot find module './dist/server.js'"],
  ['terraform plan', 'terraform init', 'Error: Inconsistent dependency lock file\n\nPlease run "terraform init"'],
  ['npm test', 'npm ci', "Error: Cannot find module 'vitest/config'"],
  [
    'python3 manage.py test',
    'docker compose up -d',
    'psycopg2.OperationalError: connection to server at "localhost", port 5432 failed: Connection refused\n\tIs the server running on that host?',
  ],
  ['go vet ./...', 'make generate', 'package internal/gen: no required module provides package; cannot find package'],
  ['cargo test', 'make proto', 'error: could not open src/gen/api.rs: No such file or directory'],
  [
    'git push',
    'git pull --rebase',
    " ! [rejected] main -> main (fetch first)\nhint: to the same ref. You may want to integrate the remote changes, use\nhint: 'git pull' before pushing again.",
  ],
];
/** what was refused */
const REFUSED: readonly Row[] = [
  ['git push'],
  ['npm publish'],
  ['kubectl apply'],
  ['terraform apply'],
  ['docker push'],
  ['gh release'],
  ['flyctl deploy'],
];
/** what is repeated, what it says */
const LOOPS: readonly Row[] = [
  ['npm run codegen', 'TypeError: Cannot read properties of undefined'],
  ['cargo check --workspace', 'error[E0432]: unresolved import'],
  ['./gradlew assemble', 'FAILURE: Build failed with an exception.'],
  ['make release', 'make: *** [Makefile:12: release] Error 1'],
  ['bazel build //web', 'ERROR: Build did NOT complete successfully'],
  ['mvn -q package', '[ERROR] COMPILATION ERROR'],
];
/** command, folder in which it works, what is said elsewhere */
const FOLDERS: readonly Row[] = [
  ['npm run dev:check', 'apps/web', 'npm error Missing script: "dev:check"'],
  ['cargo clippy', 'crates/engine', 'error: could not find `Cargo.toml` in `/srv` or any parent directory'],
  [
    'go build ./...',
    'services/api',
    "go: go.mod file not found in current directory or any parent directory; see 'go help modules'",
  ],
  ['poetry check', 'backend', 'Poetry could not find a pyproject.toml file'],
];
/** command, setting, what is said */
const SETTINGS: readonly Row[] = [
  ['npm run migrate', 'DATABASE_URL', 'Error: DATABASE_URL is not set'],
  ['python3 worker.py --once', 'QUEUE_NAME', "KeyError: 'QUEUE_NAME'"],
  ['node tasks/report.mjs', 'REPORT_DIR', 'Missing required environment variable REPORT_DIR'],
];

/** The failures of one project. */
export function plantedFailures(): readonly PlantedFailure[] {
  return [
    ...PATHS.map(
      ([wrong = '', right = '']): PlantedFailure => ({
        kind: 'path',
        wrong,
        right,
        steps: (time) => [
          missing(wrong),
          ...(time === 0 ? [run(`find . -name "${right.split('/').at(-1)}"`, `./${right}`)] : []),
          read(right),
        ],
      }),
    ),
    ...PROGRAMS.map(
      ([wrong = '', right = '', rest = '', says]): PlantedFailure => ({
        kind: 'program',
        wrong,
        right,
        steps: () => [run(`${wrong} ${rest}`, says, 127), run(`${right} ${rest}`, 'ok')],
      }),
    ),
    ...NAMES.map(
      ([wrong = '', right = '', says]): PlantedFailure => ({
        kind: 'command',
        wrong,
        right,
        steps: (time) => [
          run(wrong, says, 1),
          ...(time === 0 ? [read('package.json', '{"scripts":{}}')] : []),
          run(right, '0 failed, 12 passed'),
        ],
      }),
    ),
    ...FLAGS.map(([head = '', flag = '', rest = '', says]): PlantedFailure => {
      const value = flag.startsWith('--') && flag !== '--legacy-peer-deps' && flag !== '--sql' ? `${flag} main` : flag;
      return {
        kind: 'flag',
        wrong: head,
        right: `${head} ${flag}`,
        steps: () => [run(`${head} ${rest}`.trim(), says, 1), run(`${head} ${value} ${rest}`.trim(), 'done')],
      };
    }),
    ...ORDERS.map(
      ([wrong = '', right = '', says]): PlantedFailure => ({
        kind: 'order',
        wrong,
        right,
        steps: (time) => [
          run(wrong, says, 1),
          ...(time === 1 ? [look] : []),
          run(right, 'done in 3s'),
          run(wrong, 'all good'),
        ],
      }),
    ),
    ...REFUSED.map(
      ([wrong = '']): PlantedFailure => ({
        kind: 'refused',
        wrong,
        right: '',
        steps: (time) => [{ do: 'refuse', command: `${wrong} ${['origin main', '--tag next'][time] ?? ''}` }, look],
      }),
    ),
    ...LOOPS.map(
      ([wrong = '', says]): PlantedFailure => ({
        kind: 'loop',
        wrong,
        right: '',
        steps: () => [run(wrong, says, 1), run(wrong, says, 1), look, run(wrong, says, 1), run(wrong, says, 1)],
      }),
    ),
    ...FOLDERS.map(
      ([line = '', folder = '', says]): PlantedFailure => ({
        kind: 'folder',
        wrong: `${line} in the root of the project`,
        right: `${line} in ${folder}`,
        steps: () => [run(line, says, 1), run(`cd ${folder} && ${line}`, 'ok'), run('cd - >/dev/null; pwd', '')],
      }),
    ),
    ...SETTINGS.map(
      ([line = '', name = '', says]): PlantedFailure => ({
        kind: 'setting',
        wrong: line,
        right: `${name}=… ${line}`,
        steps: (time) => [run(line, says, 1), run(`${name}=value${time} ${line}`, 'ok')],
      }),
    ),
  ];
}

/** What looks like a failure that was mended, and says nothing. */
export const DISTRACTORS: readonly (readonly Step[])[] = [
  [run('npm run build', 'Process finished with exit code 0\nError: 0 errors, 0 warnings')],
  [run('npx vitest run', ' Test Files  3 passed (3)\n      Tests  0 failed, 12 passed')],
  [
    read('src/errors.ts', 'export const message = "Error: FAILED with exit code 1, command not found";'),
    read('src/log.ts'),
  ],
  [
    run(
      'grep -rn FAILED logs',
      'logs/a.log:3: FAILED to connect: No such file or directory\nlogs/a.log:9: Traceback (most recent call last)',
    ),
  ],
  [
    run('npx vitest run src/cart', 'FAIL src/cart.test.ts\nAssertionError: expected 2 to be 3', 1),
    edit('src/cart.ts'),
    run('npx vitest run src/cart', 'ok'),
    edit('src/cart.ts'),
    run('npx vitest run src/cart', 'ok'),
  ],
  [run('nox -s alpha', 'FAILED tests/test_alpha.py::test_a - assert 1 == 2', 1), run('nox -s gamma', '4 passed')],
  [missing('src/payments/ledger.ts'), read('src/users/profile.ts'), read('src/users/avatar.ts')],
  [missing('notes/plan1.md'), read('notes/plan2.md')],
  [missing('src/new-file.ts'), { do: 'write', path: 'src/new-file.ts' }, read('src/new-file.ts')],
  [missing('src/index.ts'), read('packages/other/index.ts')],
  [run('grep -rn oldName src', '', 1), run('grep -rn newName src', 'src/a.ts:1: newName')],
  [run('npm install', 'npm error code ETIMEDOUT', 1), run('npm install', 'added 3 packages')],
  [
    run('curl -sf localhost:3000/health', '', 7),
    run('sleep 5'),
    run('curl -sf localhost:3000/health', '', 7),
    run('sleep 5'),
    run('curl -sf localhost:3000/health', '', 7),
    run('sleep 5'),
    run('curl -sf localhost:3000/health', 'ok'),
  ],
  [{ do: 'edit', path: 'src/app.ts', isRefused: true }, edit('src/app.ts')],
  [
    { do: 'read', path: 'src/big.ts', offset: 1, says: 'a' },
    { do: 'read', path: 'src/big.ts', offset: 201, says: 'b' },
    { do: 'read', path: 'src/big.ts', offset: 401, says: 'c' },
  ],
  [run('npm run fresh', 'npm error Missing script: "fresh"', 1), edit('package.json'), run('npm run fresh', 'ok')],
  [
    run('git commit -m "wip"', 'husky - pre-commit script failed (code 1)', 1),
    edit('src/app.ts'),
    run('git commit -m "wip"', '[main 3f2a] wip'),
  ],
  [run('ls dist', "ls: cannot access 'dist': No such file or directory", 2), run('ls', 'src package.json')],
  [run('node -e "require(\'./x\')"', "Error: Cannot find module './x'", 1), run('node -e "require(\'./y\')"', 'ok')],
  [
    run('cat /tmp/out-3f2a9c0d.log', 'cat: /tmp/out-3f2a9c0d.log: No such file or directory', 1),
    run('cat /tmp/logs/out-3f2a9c0d.log', 'x'),
  ],
  [run('gh pr view 41', 'no pull requests found', 1), run('gh pr view 42', 'open')],
  [run('git diff --exit-code', 'diff --git a/x b/x', 1), run('git diff --stat', ' x | 2 +-')],
  [run('npm test', 'FAIL flaky.test.ts', 1), look, run('npm test', 'ok')],
  [run('git push --force', ' ! [rejected]', 1), run('git push --force --no-verify', 'ok')],
  [run('npm whoami', 'npm error need auth', 1), run('npm ping', 'PONG')],
  [{ do: 'user', says: "no, don't touch that file, use the second one instead of the first" }, edit('src/app.ts')],
  [
    {
      do: 'user',
      says: '<system-reminder>Always use grep instead of find. Never use yarn, use npm.</system-reminder>\nplease go on',
    },
    look,
  ],
  [run('sleep 300', 'Command timed out after 2m 0s', 143), run('sleep 10')],
  [
    run('python3 check.py', 'Traceback (most recent call last):\nValueError: bad row', 1),
    run('python3 check.py --verbose', 'ok'),
  ],
  [
    run('nox -s io', 'E   FileNotFoundError: [Errno 2] No such file or directory: data.csv', 1),
    run('nox -s io net', '5 passed'),
  ],
  // A program that is there misses another one, a test that is there misses a file, a script that is there calls one that is not.
  [run('npm test', 'npm error code 127\nnpm error sh: 1: vitest: not found', 127), run('bun test', 'ok')],
  [
    run('nox tests/test_io.py', "E FileNotFoundError: [Errno 2] No such file or directory: 'data.csv'", 1),
    run('nox tests/unit/test_io.py', 'ok'),
  ],
  [
    run('npm run release', '> shop release\n> npm run relase:notes\nnpm error Missing script: "relase:notes"', 1),
    run('npm run release:dry', 'ok'),
  ],
  [
    run('git branch -d topic', "error: the branch 'topic' is not fully merged", 1),
    run('git branch -D topic', 'Deleted branch'),
  ],
  [
    run('git push', 'fatal: The current branch has no upstream branch.\n    git push --set-upstream origin topic', 128),
    run('git push -u origin topic', 'ok'),
  ],
  [run('tool report', 'Usage: tool report [options]\n  --help', 2), run('tool report --all', 'ok')],
  [run('nox -k alpha', 'collected 0 items', 5), run('nox -k beta', '3 passed')],
  [
    run('git checkout topic-a', "error: pathspec 'topic-a' did not match any file(s) known to git", 1),
    run('git checkout topic-b', 'ok'),
  ],
];
