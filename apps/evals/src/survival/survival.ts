import type { Case } from '../cases/case.js';
import { fixtureCases } from '../cases/fixtures.js';
import { hasSharedBench, sharedCases } from '../cases/shared-bench.js';
import { methods } from '../methods/index.js';
import type { Method } from '../methods/method.js';
import { type Grade, gradeCase } from './grade-case.js';
import { type Sum, sumByKind, sumGrades } from './sum-grades.js';

/** One method on one set of cases. */
export interface MethodScore {
  readonly name: string;
  readonly title: string;
  readonly all: Sum;
  readonly kinds: Readonly<Record<string, Sum>>;
  /** Cases that kept not every fact in the text. */
  readonly misses: readonly Pick<Grade, 'id' | 'facts' | 'retained' | 'recoverable' | 'lost'>[];
}

/** All methods side by side; `shared` is missing where the recorded outputs are not at hand. */
export interface Survival {
  readonly own: readonly MethodScore[];
  readonly shared?: readonly MethodScore[];
}

export async function scoreMethod(method: Method, cases: readonly Case[]): Promise<MethodScore> {
  const grades: Grade[] = [];
  for (const one of cases) grades.push(await gradeCase(one, method));
  return {
    name: method.name,
    title: method.title,
    all: sumGrades(grades),
    kinds: sumByKind(grades),
    misses: grades
      .filter((grade) => grade.retained < grade.facts)
      .map(({ id, facts, retained, recoverable, lost }) => ({ id, facts, retained, recoverable, lost })),
  };
}

async function sideBySide(cases: readonly Case[], only: readonly Method[]): Promise<MethodScore[]> {
  const scores: MethodScore[] = [];
  for (const method of only) scores.push(await scoreMethod(method, cases));
  return scores;
}

/** Fact survival on the project's own cases and, where they lie beside the repository, on the recorded ones. */
export async function survival(only: readonly Method[] = methods): Promise<Survival> {
  const own = await sideBySide(fixtureCases(), only);
  return hasSharedBench() ? { own, shared: await sideBySide(await sharedCases(), only) } : { own };
}
