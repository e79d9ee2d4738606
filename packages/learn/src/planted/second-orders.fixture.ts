import { type Lesson, ok, refuse } from './lesson.fixture.js';
import { run, type Step } from './step.fixture.js';

const times = (count: number, step: Step): Step[] => Array.from({ length: count }, () => step);

/** Of the second set what has to come first, what was refused, and what was repeated. */
export const SECOND_ORDERS: readonly Lesson[] = [
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
