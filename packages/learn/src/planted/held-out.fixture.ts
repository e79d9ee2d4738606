import { missing, read, run, type Step } from './step.fixture.js';

/**
 * Failures that were written after the rules for finding them, as [what has to be said, steps]. On the first run 30 of the 36 were found and nothing
 * false; what was mended since is of a kind (flags before what is worked on), or the words of one more program.
 */
export const HELD_OUT: readonly (readonly [says: readonly string[], steps: readonly Step[]])[] = [
  [
    ['poetry', 'python3 -m poetry'],
    [
      run('poetry install', 'bash: line 1: poetry: command not found', 127),
      run('python3 -m poetry install', 'Installing'),
    ],
  ],
  [
    ['mvn', './mvnw'],
    [run('mvn verify', '/bin/sh: mvn: not found', 127), run('./mvnw verify', 'BUILD SUCCESS')],
  ],
  [
    ['gradle', './gradlew'],
    [run('gradle check', 'zsh: command not found: gradle', 127), run('./gradlew check', 'BUILD SUCCESSFUL')],
  ],
  [
    ['rake', 'bundle exec rake'],
    [run('rake db:migrate', 'bash: rake: command not found', 127), run('bundle exec rake db:migrate', '== migrated')],
  ],
  [
    ['node', 'bun'],
    [run('node server.js', 'node: command not found', 127), run('bun server.js', 'listening')],
  ],
  [
    ['python', '.venv/bin/python'],
    [
      run('python -m app.check', "ModuleNotFoundError: No module named 'app'", 1),
      run('.venv/bin/python -m app.check', 'ok'),
    ],
  ],
  [
    ['python3', 'uv run python3'],
    [
      run('python3 tools/gen.py', "ModuleNotFoundError: No module named 'yaml'", 1),
      run('uv run python3 tools/gen.py', 'ok'),
    ],
  ],
  [
    ['task biuld', 'task build'],
    [run('task biuld', 'task: Task "biuld" does not exist', 200), run('task build', 'ok')],
  ],
  [
    ['just tset', 'just test'],
    [
      run('just tset', 'error: Justfile does not contain recipe `tset`.\nDid you mean `test`?', 1),
      run('just test', 'ok'),
    ],
  ],
  [
    ['bundle exec rails db:migrat', 'bundle exec rails db:migrate'],
    [
      run(
        'bundle exec rails db:migrat',
        "Don't know how to build task 'db:migrat' (See the list of available tasks with `rails --tasks`)",
        1,
      ),
      run('bundle exec rails db:migrate', 'ok'),
    ],
  ],
  [
    ['docker compse', 'docker compose'],
    [
      run('docker compse ps', "docker: 'compse' is not a docker command.\nSee 'docker --help'", 1),
      run('docker compose ps', 'ok'),
    ],
  ],
  [
    ['bun run biuld', 'bun run build'],
    [run('bun run biuld', 'error: Script not found "biuld"', 1), run('bun run build', 'ok')],
  ],
  [
    ['pip install', '--user'],
    [
      run('pip install black', 'error: could not write; consider using the `--user` option', 1),
      run('pip install --user black', 'ok'),
    ],
  ],
  [
    ['rspec', '--fail-fast'],
    [run('rspec --failfast spec/models', 'invalid option: --failfast', 1), run('rspec --fail-fast spec/models', 'ok')],
  ],
  [
    ['curl', '--location'],
    [
      run('curl --follow example.test/a', 'curl: option --follow: is unknown', 2),
      run('curl --location example.test/a', 'ok'),
    ],
  ],
  [
    ['nx build', '--project'],
    [run('nx build web', 'Error: must provide --project', 1), run('nx build --project web', 'ok')],
  ],
  [
    ['pytest', '--cov'],
    [run('pytest --cov=src tests', 'pytest: error: unrecognized arguments: --cov=src', 4), run('pytest tests', 'ok')],
  ],
  [
    ['eslint', '--config'],
    [
      run('npx eslint src', "ESLint couldn't find a configuration file. Pass one by --config", 2),
      run('npx eslint --config tools/eslint.config.js src', 'ok'),
    ],
  ],
  [
    ['npm run dev', 'npm install'],
    [run('npm run dev', 'sh: 1: vite: not found', 127), run('npm install', 'added 200'), run('npm run dev', 'ready')],
  ],
  [
    ['pnpm test', 'pnpm build'],
    [
      run(
        'pnpm test',
        'Error: Failed to resolve entry for package "@shop/core". Cannot find module \'/dist/index.js\'',
        1,
      ),
      run('pnpm build', 'ok'),
      run('pnpm test', 'ok'),
    ],
  ],
  [
    ['dotnet test', 'dotnet restore'],
    [
      run('dotnet test', 'error NETSDK1004: Assets file not found. Run a NuGet package restore: dotnet restore', 1),
      run('dotnet restore', 'ok'),
      run('dotnet test', 'ok'),
    ],
  ],
  [
    ['bin/rails runner', 'bin/setup'],
    [
      run('bin/rails runner check', 'could not connect to server: Connection refused', 1),
      run('bin/setup', 'ok'),
      run('bin/rails runner check', 'ok'),
    ],
  ],
  [
    ['psql', 'docker compose up'],
    [
      run('psql shop -f seed.sql', 'psql: error: connection to server failed: Connection refused', 2),
      run('docker compose up -d db', 'ok'),
      run('psql shop -f seed.sql', 'ok'),
    ],
  ],
  [
    ['composer test', 'composer install'],
    [
      run('composer test', 'sh: 1: vendor/bin/phpunit: not found', 127),
      run('composer install', 'ok'),
      run('composer test', 'ok'),
    ],
  ],
  [
    ['app/models/cart.py', 'shop/models/cart.py'],
    [missing('app/models/cart.py'), read('shop/models/cart.py')],
  ],
  [
    ['src/components/Buton.tsx', 'src/components/Button.tsx'],
    [missing('src/components/Buton.tsx'), read('src/components/Button.tsx')],
  ],
  [
    ['internal/store/store.go', 'pkg/store/store.go'],
    [
      missing('internal/store/store.go'),
      run('rg --files -g store.go', 'pkg/store/store.go'),
      read('pkg/store/store.go'),
    ],
  ],
  [
    ['docs/install.rst', 'docs/install.md'],
    [missing('docs/install.rst'), read('docs/install.md')],
  ],
  [
    ['db/schema.sql', 'database/schema.sql'],
    [
      run('cat db/schema.sql', 'cat: db/schema.sql: No such file or directory', 1),
      run('cat database/schema.sql', 'create table'),
    ],
  ],
  [
    ['terraform validate', 'infra/prod'],
    [
      run('terraform validate', 'Error: No configuration files\n\nno such file or directory', 1),
      run('cd infra/prod && terraform validate', 'Success!'),
    ],
  ],
  [
    ['npm test', 'packages/web'],
    [
      run('npm test', 'npm error Could not read package.json: Error: ENOENT: no such file or directory', 254),
      run('cd packages/web && npm test', 'ok'),
    ],
  ],
  [
    ['bundle exec rspec', 'gems/core'],
    [
      run('bundle exec rspec', 'Could not locate Gemfile or .bundle/ directory', 10),
      run('cd gems/core && bundle exec rspec', 'ok'),
    ],
  ],
  [
    ['cargo run', 'RUST_LOG'],
    [
      run('cargo run --bin worker', 'thread main panicked: environment variable not found: RUST_LOG', 101),
      run('RUST_LOG=info cargo run --bin worker', 'ok'),
    ],
  ],
  [
    ['alembic current', 'PYTHONPATH'],
    [
      run('alembic current', "ModuleNotFoundError: No module named 'shop'", 1),
      run('PYTHONPATH=. alembic current', 'ok'),
    ],
  ],
  [
    ['flask routes', 'FLASK_APP'],
    [
      run('flask routes', 'Error: Could not locate a Flask application. Use the FLASK_APP environment variable', 2),
      run('FLASK_APP=shop flask routes', 'ok'),
    ],
  ],
  [
    ['black', 'source'],
    [
      run('black --check src', 'bash: black: command not found', 127),
      run('source .venv/bin/activate && black --check src', 'ok'),
    ],
  ],
];
