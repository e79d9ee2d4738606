import { edit, missing, read, run, type Step } from './step.fixture.js';

/**
 * A second set that was written after the code and before it was run on it, of other trades than the first: mobile and embedded work,
 * data and statistics, operations, functional languages, typesetting. On the first run 47 of the 60 lessons and 16 of the 20 wishes were
 * found, and nothing false of 60 traps and 20 remarks.
 */

/** What has to stand in one rule, and what happens. */
export type Lesson = readonly [says: readonly string[], steps: readonly Step[]];
/** What looks like a lesson and is none. */
export type Trap = readonly [name: string, steps: readonly Step[]];

const ok = (command: string, says = 'done') => run(command, says);
const refuse = (command: string): Step => ({ do: 'refuse', command });
const write = (path: string): Step => ({ do: 'write', path });
const user = (says: string): Step => ({ do: 'user', says });
const times = (count: number, step: Step): Step[] => Array.from({ length: count }, () => step);

export const SECOND_LESSONS: readonly Lesson[] = [
  // Paths.
  [
    ['`lib/main_screen.dart`', '`lib/ui/main_screen.dart`'],
    [missing('lib/main_screen.dart'), read('lib/ui/main_screen.dart')],
  ],
  [
    ['R/clean_data.R', 'R/clean-data.R'],
    [run('cat R/clean_data.R', 'cat: R/clean_data.R: No such file or directory', 1), ok('cat R/clean-data.R')],
  ],
  [
    ['roles/nginx/tasks/main.yml', 'ansible/roles/nginx/tasks/main.yml'],
    [missing('roles/nginx/tasks/main.yml'), read('ansible/roles/nginx/tasks/main.yml')],
  ],
  [
    ['notebooks/EDA.ipynb', 'notebooks/eda.ipynb'],
    [
      run('less notebooks/EDA.ipynb', 'notebooks/EDA.ipynb: No such file or directory', 1),
      ok('less notebooks/eda.ipynb'),
    ],
  ],
  [
    ['scenes/enemy', 'scenes/enemies'],
    [run('ls scenes/enemy', "ls: cannot access 'scenes/enemy': No such file or directory", 2), ok('ls scenes/enemies')],
  ],
  [
    ['UserControler.php', 'UserController.php'],
    [missing('src/Controller/UserControler.php'), read('src/Controller/UserController.php')],
  ],
  [
    ['logs/app.log', 'log/app.log'],
    [
      run('tail -n 40 logs/app.log', "tail: cannot open 'logs/app.log' for reading: No such file or directory", 1),
      ok('tail -n 40 log/app.log'),
    ],
  ],
  [
    ['data/raw/trips.csv', 'data/bronze/trips.csv'],
    [
      run('wc -l data/raw/trips.csv', 'wc: data/raw/trips.csv: No such file or directory', 1),
      ok('wc -l data/bronze/trips.csv'),
    ],
  ],
  [
    ['priv/repo/seeds/users.ex', 'priv/repo/seeds/users.exs'],
    [missing('priv/repo/seeds/users.ex'), ok('ls priv/repo/seeds'), read('priv/repo/seeds/users.exs')],
  ],
  [
    ['firmware/source/main.c', 'firmware/src/main.c'],
    [
      run('grep -n TODO firmware/source/main.c', 'grep: firmware/source/main.c: No such file or directory', 2),
      ok('grep -n TODO firmware/src/main.c'),
    ],
  ],
  // Programs.
  [
    ['`conda`', '`mamba`'],
    [run('conda list', 'bash: conda: command not found', 127), ok('mamba list')],
  ],
  [
    ['`mix`', '`docker compose exec web mix`'],
    [run('mix phx.routes', 'bash: line 1: mix: command not found', 127), ok('docker compose exec web mix phx.routes')],
  ],
  [
    ['`cmake3`', '`cmake`'],
    [run('cmake3 -B build', 'sh: 1: cmake3: not found', 127), ok('cmake -B build')],
  ],
  [
    ['`west`', '.venv/bin/west'],
    [run('west build -b nrf52', 'zsh: command not found: west', 127), ok('.venv/bin/west build -b nrf52')],
  ],
  [
    ['`rails`', 'bin/rails'],
    [run('rails routes', 'bash: rails: command not found', 127), ok('bin/rails routes')],
  ],
  [
    ['`artisan`', 'php artisan'],
    [run('artisan route:list', 'bash: artisan: command not found', 127), ok('php artisan route:list')],
  ],
  [
    ['`dbt`', 'pipenv run dbt'],
    [run('dbt debug', 'fish: Unknown command: dbt', 127), ok('pipenv run dbt debug')],
  ],
  [
    ['python3', 'poetry run python'],
    [
      run(
        'python3 train.py --epochs 1',
        'Traceback (most recent call last):\n  File "train.py", line 3, in <module>\n    import torch\nModuleNotFoundError: No module named \'torch\'',
        1,
      ),
      ok('poetry run python train.py --epochs 1'),
    ],
  ],
  [
    ['`zig`', 'nix develop -c zig'],
    [run('zig build', 'zsh: command not found: zig', 127), ok('nix develop -c zig build')],
  ],
  // Names.
  [
    ['dotnet tests', 'dotnet test'],
    [
      run(
        'dotnet tests',
        'Could not execute because the specified command or file was not found.\nPossible reasons for this include:\n  * You misspelled a built-in dotnet command.\n  * You intended to execute a .NET program, but dotnet-tests does not exist.',
        1,
      ),
      ok('dotnet test'),
    ],
  ],
  [
    ['sbt scalafmtAl', 'sbt scalafmtAll'],
    [
      run(
        'sbt scalafmtAl',
        "[error] Not a valid command: scalafmtAl (similar: scalafmtAll)\n[error] Not a valid project ID: scalafmtAl\n[error] Expected ':'",
        1,
      ),
      ok('sbt scalafmtAll'),
    ],
  ],
  [
    ['lein tset', 'lein test'],
    [run('lein tset', "'tset' is not a task. See 'lein help'.", 1), ok('lein test')],
  ],
  [
    ['mix format.check', 'mix check.format'],
    [run('mix format.check', '** (Mix) The task "format.check" could not be found', 1), ok('mix check.format')],
  ],
  [
    ['flutter analyse', 'flutter analyze'],
    [
      run(
        'flutter analyse',
        'Could not find a command named "analyse".\n\nRun "flutter help" for available commands.',
        64,
      ),
      ok('flutter analyze'),
    ],
  ],
  [
    ['migrate:stauts', 'migrate:status'],
    [
      run(
        'php artisan migrate:stauts',
        '   ERROR  Command "migrate:stauts" is not defined. Did you mean one of these?\n\n  migrate:status',
        1,
      ),
      ok('php artisan migrate:status'),
    ],
  ],
  [
    ['sites.yml', 'site.yml'],
    [
      run('ansible-playbook -i hosts sites.yml', 'ERROR! the playbook: sites.yml could not be found', 1),
      ok('ansible-playbook -i hosts site.yml'),
    ],
  ],
  [
    ['@docs', '@doc'],
    [run('dune build @docs', 'Error: Alias "docs" specified on the command line is empty.', 1), ok('dune build @doc')],
  ],
  [
    ['assets:precompil', 'assets:precompile'],
    [
      run(
        'rake assets:precompil',
        "rake aborted!\nDon't know how to build task 'assets:precompil' (See the list of available tasks with `rake --tasks`)",
        1,
      ),
      ok('rake assets:precompile'),
    ],
  ],
  // Flags.
  [
    ['conan install', '--build'],
    [
      run(
        'conan install .',
        "ERROR: Missing prebuilt package for 'zlib/1.3.1'. You can try:\n    - List all available packages using 'conan list'\n    - Build locally from sources using the '--build=missing' argument",
        1,
      ),
      ok('conan install . --build=missing'),
    ],
  ],
  [
    ['helm upgrade', '--install'],
    [
      run('helm upgrade web ./chart', 'Error: UPGRADE FAILED: "web" has no deployed releases', 1),
      ok('helm upgrade --install web ./chart'),
    ],
  ],
  [
    ['--minfy', '--minify'],
    [run('hugo --minfy', 'Error: unknown flag: --minfy', 1), ok('hugo --minify')],
  ],
  [
    ['ffmpeg', '-y'],
    [run('ffmpeg -i in.mov out.mp4', "File 'out.mp4' already exists. Exiting.", 1), ok('ffmpeg -y -i in.mov out.mp4')],
  ],
  [
    ['flutter build', '--split-debug-info'],
    [
      run(
        'flutter build apk --obfuscate',
        '"--obfuscate" can only be used in combination with "--split-debug-info"',
        1,
      ),
      ok('flutter build apk --obfuscate --split-debug-info=out/symbols'),
    ],
  ],
  [
    ['--strict-all'],
    [
      run('mypy src --strict-all', 'usage: mypy [-h] [-v] files\nmypy: error: unrecognized arguments: --strict-all', 2),
      ok('mypy src'),
    ],
  ],
  [
    ['--sort', '--sort-by'],
    [
      run('kubectl top pods --sort cpu', "error: unknown flag: --sort\nSee 'kubectl top pod --help' for usage.", 1),
      ok('kubectl top pods --sort-by cpu'),
    ],
  ],
  [
    ['rsync', '--delete-all'],
    [
      run(
        'rsync -a build/ web:/srv --delete-all',
        'rsync: --delete-all: unknown option\nrsync error: syntax or usage error (code 1) at main.c(1795)',
        1,
      ),
      ok('rsync -a build/ web:/srv --delete'),
    ],
  ],
  // Folders.
  [
    ['flutter pub outdated', 'mobile'],
    [
      run('flutter pub outdated', 'Expected to find project root in current working directory.', 1),
      ok('cd mobile && flutter pub outdated'),
      ok('cd .. && pwd'),
    ],
  ],
  [
    ['ansible-playbook deploy.yml', 'ops'],
    [
      run('ansible-playbook deploy.yml', 'ERROR! the playbook: deploy.yml could not be found', 1),
      ok('cd ops && ansible-playbook deploy.yml'),
      ok('cd .. && pwd'),
    ],
  ],
  [
    ['dbt-core run', 'analytics'],
    [
      run('dbt-core run', 'Runtime Error\n  No dbt_project.yml found at expected path /srv/repo/dbt_project.yml', 2),
      ok('cd analytics && dbt-core run'),
      ok('cd .. && pwd'),
    ],
  ],
  [
    ['rebar3 compile', 'apps/gateway'],
    [
      run('rebar3 compile', '===> Could not find a rebar.config or src folder; is this a rebar3 project?', 1),
      ok('cd apps/gateway && rebar3 compile'),
      ok('cd ../.. && pwd'),
    ],
  ],
  [
    ['dotnet build', 'src/Api'],
    [
      run(
        'dotnet build',
        'MSBUILD : error MSB1003: Specify a project or solution file. The current working directory does not contain a project or solution file.',
        1,
      ),
      ok('cd src/Api && dotnet build'),
      ok('cd ../.. && pwd'),
    ],
  ],
  [
    ['vagrant status', 'infra/vm'],
    [
      run(
        'vagrant status',
        'A Vagrant environment or target machine is required to run this\ncommand. Run `vagrant init` to create a new Vagrant environment.',
        1,
      ),
      ok('cd infra/vm && vagrant status'),
      ok('cd ../.. && pwd'),
    ],
  ],
  // Settings.
  [
    ['idf.py build', 'export.sh'],
    [
      run(
        'idf.py build',
        'Cannot import module "click". This usually means that "idf.py" was not spawned within an ESP-IDF shell environment.',
        1,
      ),
      ok('. ./export.sh && idf.py build'),
    ],
  ],
  [
    ['xcodebuild -list', 'DEVELOPER_DIR'],
    [
      run(
        'xcodebuild -list',
        "xcode-select: error: tool 'xcodebuild' requires Xcode, but active developer directory '/Library/Developer/CommandLineTools' is a command line tools instance",
        1,
      ),
      ok('DEVELOPER_DIR=/Applications/Xcode.app/Contents/Developer xcodebuild -list'),
    ],
  ],
  [
    ['airflow dags list', 'AIRFLOW_HOME'],
    [
      run(
        'airflow dags list',
        'airflow.exceptions.AirflowConfigException: error: cannot use SQLite with the LocalExecutor',
        1,
      ),
      ok('AIRFLOW_HOME=./airflow airflow dags list'),
    ],
  ],
  [
    ['cargo build -p ffi', 'CC'],
    [
      run('cargo build -p ffi', 'error occurred: Failed to find tool. Is `gcc-12` installed?', 101),
      ok('CC=clang cargo build -p ffi'),
    ],
  ],
  // Orders.
  [
    ['mix test test/api', 'mix deps.get'],
    [
      run(
        'iex -S mix test test/api',
        'Unchecked dependencies for environment test:\n* jason (Hex package)\n  the dependency is not available, run "mix deps.get"\n** (Mix) Can\'t continue due to errors on dependencies',
        1,
      ),
      ok('docker compose exec web mix deps.get'),
      ok('iex -S mix test test/api'),
    ],
  ],
  [
    ['bin/rails test', 'bin/rails db:migrate'],
    [
      run('bin/rails test', 'Migrations are pending. To resolve this issue, run:\n\n        bin/rails db:migrate', 1),
      ok('bin/rails db:migrate'),
      ok('bin/rails test'),
    ],
  ],
  [
    ['flutter test', 'build_runner'],
    [
      run('flutter test', "lib/api.dart:3:6: Error: Error when reading 'lib/api.g.dart': No such file or directory", 1),
      ok('dart run build_runner build'),
      ok('flutter test'),
    ],
  ],
  [
    ['Rscript analysis.R', 'make deps'],
    [
      run('Rscript analysis.R', 'Error in library(sf) : there is no package called ‘sf’\nExecution halted', 1),
      ok('make deps'),
      ok('Rscript analysis.R'),
    ],
  ],
  [
    ['cmake --build out', 'cmake -B out'],
    [
      run('cmake --build out', 'Error: /srv/repo/out is not a directory', 1),
      ok('cmake -B out -S .'),
      ok('cmake --build out'),
    ],
  ],
  [
    ['dvc repro', 'dvc pull'],
    [
      run('dvc repro', "ERROR: failed to reproduce 'train': missing data 'source': data/raw", 1),
      ok('dvc pull'),
      ok('dvc repro'),
    ],
  ],
  [
    ['php bin/console about', 'composer install'],
    [
      run('php bin/console about', 'LogicException: Dependencies are missing. Try running "composer install".', 255),
      ok('composer install'),
      ok('php bin/console about'),
    ],
  ],
  [
    ['ctest --test-dir obj', 'cmake --build obj'],
    [
      run(
        'ctest --test-dir obj',
        'Could not find executable /srv/repo/obj/unit\nUnable to find executable: /srv/repo/obj/unit',
        8,
      ),
      ok('cmake --build obj'),
      ok('ctest --test-dir obj'),
    ],
  ],
  // Refused, repeated.
  [['helm uninstall'], [refuse('helm uninstall web'), ok('helm list')]],
  [['sbatch jobs/train.slurm'], [refuse('sbatch jobs/train.slurm')]],
  [['shred -u secrets.kdbx'], [refuse('shred -u secrets.kdbx'), ok('ls')]],
  [
    ['pio run'],
    times(3, run('pio run', '*** [.pio/build/esp32/src/main.cpp.o] Error 1\n== 1 failed in 00:00:07.114 ==', 1)),
  ],
  [
    ['latexmk -pdf thesis.tex'],
    times(4, run('latexmk -pdf thesis.tex', '! Undefined control sequence.\nl.41 \\foo', 12)),
  ],
  [
    ['sbt compile'],
    [
      run('sbt compile', '[error] src/A.scala:3: type mismatch', 1),
      run('sbt compile', '[error] src/A.scala:3: type mismatch', 1),
      ok('cat src/A.scala'),
      run('sbt compile', '[error] src/A.scala:3: type mismatch', 1),
    ],
  ],
];

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

/** What users say that is a rule, with what has to stand in it. */
export const SECOND_WISHES: readonly (readonly [message: string, says: readonly string[]])[] = [
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
