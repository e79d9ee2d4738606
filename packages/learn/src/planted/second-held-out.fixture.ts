import { type Lesson, ok } from './lesson.fixture.js';
import { SECOND_ORDERS } from './second-orders.fixture.js';
import { missing, read, run } from './step.fixture.js';

/**
 * A second set that was written after the code and before it was run on it, of other trades than the first: mobile and embedded work,
 * data and statistics, operations, functional languages, typesetting. On the first run 47 of the 60 lessons and 16 of the 20 wishes were
 * found, and nothing false of 60 traps and 20 remarks.
 */

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
  ...SECOND_ORDERS,
];
