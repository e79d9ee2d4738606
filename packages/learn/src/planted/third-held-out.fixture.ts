import { back, type Lesson, ok, refuse } from './lesson.fixture.js';
import { missing, read, run } from './step.fixture.js';

/**
 * A third set, written after the second had been mended for and before it was run: web services, their clouds and their tests. Its
 * traps go for what had been widened: settings, folders, names and first steps that help by luck. On the first run 45 of 50 lessons and wishes were found, and 7 rules of 40 traps and 12 remarks were false.
 */

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
