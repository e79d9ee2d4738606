import type { Lesson, Trap } from './second-held-out.fixture.js';
import { edit, missing, read, run, type Step, user } from './step.fixture.js';

/**
 * A third set, written after the second had been mended for and before it was run: web services, their clouds and their tests. Its
 * traps go for what had been widened: settings, folders, names and first steps that help by luck. On the first run 45 of 50 lessons and wishes were found, and 7 rules of 40 traps and 12 remarks were false.
 */

const ok = (command: string, says = 'done') => run(command, says);
const refuse = (command: string): Step => ({ do: 'refuse', command });
const write = (path: string): Step => ({ do: 'write', path });
const back = ok('cd - > /dev/null; pwd');

export const THIRD_LESSONS: readonly Lesson[] = [
  [
    ['src/utils/date.ts', 'src/lib/utils/date.ts'],
    [missing('src/utils/date.ts'), read('src/lib/utils/date.ts')],
  ],
  [
    ['app/models.py', 'app/db/models.py'],
    [missing('app/models.py'), read('app/db/models.py')],
  ],
  [
    ['deploy/values.yml', 'deploy/values.yaml'],
    [missing('deploy/values.yml'), read('deploy/values.yaml')],
  ],
  [
    ['proto/order.proto', 'api/proto/order.proto'],
    [
      run('cat proto/order.proto', 'cat: proto/order.proto: No such file or directory', 1),
      ok('find . -name order.proto', './api/proto/order.proto'),
      ok('cat api/proto/order.proto'),
    ],
  ],
  [
    ['component', 'components'],
    [run('ls src/component', 'ls: src/component: No such file or directory', 1), ok('ls src/components')],
  ],
  [
    ['docs/Changelog.md', 'docs/CHANGELOG.md'],
    [missing('docs/Changelog.md'), read('docs/CHANGELOG.md')],
  ],
  [
    ['e2e/login.spec.ts', 'tests/e2e/login.spec.ts'],
    [
      run('npx playwright test e2e/login.spec.ts --list', 'Error: e2e/login.spec.ts: No such file or directory', 1),
      ok('npx playwright test tests/e2e/login.spec.ts --list'),
    ],
  ],
  [
    ['`kotlinc`', './kotlinc/bin/kotlinc'],
    [run('kotlinc Main.kt', 'bash: kotlinc: command not found', 127), ok('./kotlinc/bin/kotlinc Main.kt')],
  ],
  [
    ['`alembic`', 'uv run alembic'],
    [run('alembic current', 'bash: line 1: alembic: command not found', 127), ok('uv run alembic current')],
  ],
  [
    ['`buf`', 'npx buf'],
    [run('buf lint', '/bin/sh: 1: buf: not found', 127), ok('npx buf lint')],
  ],
  [
    ['`psql`', 'docker compose exec db psql'],
    [run('psql -l', 'bash: psql: command not found', 127), ok('docker compose exec db psql -l')],
  ],
  [
    ['python3', '.venv/bin/python'],
    [
      run('python3 -m celery report', '/usr/bin/python3: No module named celery', 1),
      ok('.venv/bin/python -m celery report'),
    ],
  ],
  [
    ['`wrangler`', 'pnpm exec wrangler'],
    [run('wrangler whoami', 'zsh: command not found: wrangler', 127), ok('pnpm exec wrangler whoami')],
  ],
  [
    ['storybok', 'storybook'],
    [run('yarn storybok', 'error Couldn\'t find a script named "storybok".', 1), ok('yarn storybook')],
  ],
  [
    ['pulumi prewiew', 'pulumi preview'],
    [run('pulumi prewiew', 'error: unknown command "prewiew" for "pulumi"', 1), ok('pulumi preview')],
  ],
  [
    ['tox -e typing', 'tox -e type'],
    [run('tox -e typing', 'ERROR: unknown environment typing', 1), ok('tox -e type')],
  ],
  [
    [':core:tests', ':core:test'],
    [
      run(
        './gradlew :core:tests',
        "FAILURE: Build failed with an exception.\n* What went wrong:\nCannot locate tasks that match ':core:tests' as task 'tests' not found in project ':core'.",
        1,
      ),
      ok('./gradlew :core:test'),
    ],
  ],
  [
    ['skaffold run -p develop', 'dev'],
    [
      run(
        'skaffold run -p develop',
        'profile selection ["develop"] did not match those defined in any configurations: unknown profile',
        1,
      ),
      ok('skaffold run -p dev'),
    ],
  ],
  [
    ['docker compose logs', 'worker'],
    [run('docker compose logs workers', 'no such service: workers', 1), ok('docker compose logs worker')],
  ],
  [
    ['pnpm install', '--no-frozen-lockfile'],
    [
      run(
        'pnpm install',
        'ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date',
        1,
      ),
      ok('pnpm install --no-frozen-lockfile'),
    ],
  ],
  [
    ['--forceExit-all'],
    [
      run('npx jest --forceExit-all', '● Unrecognized CLI Parameter:\n\n  Unrecognized option "forceExit-all".', 1),
      ok('npx jest'),
    ],
  ],
  [
    ['kubectl logs', '-c'],
    [
      run(
        'kubectl logs deploy/web',
        'error: a container name must be specified for pod web, choose one of: [app proxy], use -c',
        1,
      ),
      ok('kubectl logs -c app deploy/web'),
    ],
  ],
  [
    ['aws s3api', '--region'],
    [
      run(
        'aws s3api list-buckets',
        'You must specify a region. You can also configure your region by running "aws configure".',
        253,
      ),
      ok('aws s3api list-buckets --region eu-central-1'),
    ],
  ],
  [
    ['fly logs', '--app'],
    [
      run(
        'fly logs',
        'Error: the config for your app is missing an app name, add an app field to the fly.toml file or specify with the -a or --app flag',
        1,
      ),
      ok('fly logs --app shop'),
    ],
  ],
  [
    ['kustomize build', 'k8s/base'],
    [
      run(
        'kustomize build',
        "Error: unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '/srv/repo'",
        1,
      ),
      ok('cd k8s/base && kustomize build'),
      back,
    ],
  ],
  [
    ['mvn -q verify', 'service'],
    [
      run(
        'mvn -q verify',
        '[ERROR] The goal you specified requires a project to execute but there is no POM in this directory (/srv/repo).',
        1,
      ),
      ok('cd service && mvn -q verify'),
      back,
    ],
  ],
  [
    ['npx nuxi typecheck', 'frontend'],
    [
      run('npx nuxi typecheck', 'ERROR  Could not resolve nuxt.config in /srv/repo', 1),
      ok('cd frontend && npx nuxi typecheck'),
      back,
    ],
  ],
  [
    ['pulumi stack ls', 'infra'],
    [
      run('pulumi stack ls', 'error: no Pulumi.yaml project file found (searching upwards from /srv/repo).', 255),
      ok('pulumi -C infra stack ls'),
      ok('cd infra && pulumi stack ls'),
      back,
    ],
  ],
  [
    ['serve.py', 'JWT_SECRET'],
    [
      run(
        'python3 serve.py --check',
        'pydantic_core.ValidationError: 1 validation error for Settings\njwt_secret\n  Field required',
        1,
      ),
      ok('JWT_SECRET=x python3 serve.py --check'),
    ],
  ],
  [
    ['cypress verify', 'LD_LIBRARY_PATH'],
    [
      run(
        'npx cypress verify',
        'error while loading shared libraries: libnss3.so: cannot open shared object file',
        127,
      ),
      ok('LD_LIBRARY_PATH=/opt/nss/lib npx cypress verify'),
    ],
  ],
  [
    ['node worker.cjs', 'nvm'],
    [
      run('node worker.cjs', 'ReferenceError: structuredClone is not defined', 1),
      ok('source ~/.nvm/nvm.sh && node worker.cjs'),
    ],
  ],
  [
    ['npx playwright test --project=chrome', 'npx playwright install'],
    [
      run(
        'npx playwright test --project=chrome',
        "browserType.launch: Executable doesn't exist at /root/.cache/ms-playwright/chromium\nPlease run the following command to download new browsers:\n    npx playwright install",
        1,
      ),
      ok('npx playwright install'),
      ok('npx playwright test --project=chrome'),
    ],
  ],
  [
    ['go build ./cmd/api', 'sqlc generate'],
    [
      run('go build ./cmd/api', 'cmd/api/main.go:9:2: package shop/internal/db is not in std', 1),
      ok('sqlc generate'),
      ok('go build ./cmd/api'),
    ],
  ],
  [
    ['npm run preview:web', 'npm run build:web'],
    [
      run('npm run preview:web', 'Error: The directory "dist" does not exist. Did you build your project?', 1),
      ok('npm run build:web'),
      ok('npm run preview:web'),
    ],
  ],
  [
    ['npm run test:int', 'docker compose up -d kafka'],
    [
      run('npm run test:int', 'KafkaJSConnectionError: Connection error: connect ECONNREFUSED 127.0.0.1:9092', 1),
      ok('docker compose up -d kafka'),
      ok('npm run test:int'),
    ],
  ],
  [
    ['pytest -m db', 'alembic upgrade head'],
    [
      run('uv run pytest -m db', 'sqlalchemy.exc.ProgrammingError: relation "invoices" does not exist', 1),
      ok('uv run alembic upgrade head'),
      ok('uv run pytest -m db'),
    ],
  ],
  [
    ['mvnw test -pl web', 'mvnw install -pl core'],
    [
      run(
        './mvnw test -pl web',
        '[ERROR] Could not resolve dependencies for project shop:web: Could not find artifact shop:core:jar:1.0-SNAPSHOT',
        1,
      ),
      ok('./mvnw install -pl core'),
      ok('./mvnw test -pl web'),
    ],
  ],
  [['supabase db reset'], [refuse('supabase db reset'), ok('supabase db diff')]],
  [['git push --tags'], [refuse('git push --tags'), ok('git push')]],
  [
    ['./gradlew lintDebug'],
    [1, 2, 3].map((i) =>
      run('./gradlew lintDebug', `FAILURE: Build failed with an exception.\nBUILD FAILED in ${i}${i}s`, 1),
    ),
  ],
];

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

export const THIRD_WISHES: readonly (readonly [message: string, says: readonly string[]])[] = [
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
