import { equal, isDict, isIn, type Kind, kindOf, plain } from './values.js';

/** A function as the data set describes it. */
export interface FunctionSpec {
  readonly name: string;
  readonly description: string;
  readonly parameters: {
    readonly properties: Readonly<Record<string, Parameter>>;
    readonly required?: readonly string[];
  };
}

interface Parameter {
  readonly type: string;
  readonly items?: { readonly type?: string };
}

/** For each parameter all values that are right; an empty string says that it may be left out. */
type Answers = Readonly<Record<string, readonly unknown[]>>;
/** One call that is asked for: the name of a function and its answers. */
export type PossibleAnswer = Readonly<Record<string, Answers>>;

export interface MadeCall {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  string: 'str',
  integer: 'int',
  float: 'float',
  boolean: 'bool',
  array: 'list',
  tuple: 'list',
  dict: 'dict',
  any: 'str',
};

/** Names as providers allow them: the data set's dots become underscores. */
export const wireName = (name: string) => name.replaceAll('.', '_');

const isOfKind = (value: unknown, kind: Kind) =>
  kindOf(value) === kind || (kind === 'float' && kindOf(value) === 'int');
const kindOfAnswers = (answers: readonly unknown[]) => {
  const first = answers.find((answer) => answer !== '');
  return first === undefined ? undefined : kindOf(first);
};

/** Whether a value has its parameter's type, and whether it is a name of something (a variable) instead of a value of that type. */
function typed(
  value: unknown,
  answers: readonly unknown[],
  kind: Kind,
  inner: Kind | undefined,
): 'value' | 'variable' | undefined {
  const answered = kindOfAnswers(answers);
  const form =
    answered !== undefined &&
    !isOfKind(
      answers.find((one) => one !== ''),
      kind,
    )
      ? 'variable'
      : 'value';
  if (isOfKind(value, kind)) {
    if (inner === undefined) return form;
    const fits = answers.some(
      (answer) =>
        !Array.isArray(answer) ||
        (value as readonly unknown[]).every((one) => typed(one, answer, inner, undefined) !== undefined),
    );
    if (fits) return form;
  }
  return answered !== undefined && kindOf(value) === answered ? 'variable' : undefined;
}

function dictFits(value: unknown, answer: unknown): boolean {
  if (!isDict(value) || !isDict(answer)) return false;
  const listOf = (key: string) => (answer[key] as readonly unknown[]) ?? [];
  const known = Object.entries(value).every(
    ([key, field]) => Object.hasOwn(answer, key) && isIn(plain(field), listOf(key).map(plain)),
  );
  return known && Object.keys(answer).every((key) => Object.hasOwn(value, key) || listOf(key).includes(''));
}

function listOfDictsFits(value: unknown, answer: unknown): boolean {
  if (!Array.isArray(value) || !Array.isArray(answer) || value.length !== answer.length) return false;
  return value.every((one, i) => dictFits(one, answer[i]));
}

const plainList = (value: unknown) => (Array.isArray(value) ? value.map(plain) : plain(value));

function valueFits(value: unknown, answers: readonly unknown[], { type, items }: Parameter): boolean {
  const kind = KINDS[type];
  if (kind === undefined) return false;
  const inner = type === 'array' || type === 'tuple' ? KINDS[items?.type ?? ''] : undefined;
  const form = typed(value, answers, kind, inner);
  if (form === undefined) return false;
  if (form === 'variable') return isIn(value, answers);
  if (kind === 'dict') return answers.some((answer) => answer !== '' && dictFits(value, answer));
  if (kind === 'list' && inner === 'dict') return answers.some((answer) => listOfDictsFits(value, answer));
  if (kind === 'str') return answers.some((answer) => typeof answer === 'string' && plain(answer) === plain(value));
  if (kind === 'list') return answers.some((answer) => equal(plainList(value), plainList(answer)));
  return isIn(value, answers);
}

/** One call against what is asked for. */
export function callFits({ name, input }: MadeCall, spec: FunctionSpec, possible: PossibleAnswer): boolean {
  const answers = Object.values(possible)[0] ?? {};
  const { properties, required = [] } = spec.parameters;
  if (name !== wireName(spec.name) || required.some((one) => !Object.hasOwn(input, one))) return false;
  const right = Object.entries(input).every(([key, value]) => {
    const [parameter, list] = [properties[key], answers[key]];
    return parameter !== undefined && list !== undefined && valueFits(value, list, parameter);
  });
  return right && Object.entries(answers).every(([key, list]) => Object.hasOwn(input, key) || list.includes(''));
}

/**
 * All calls of an answer against what is asked for, by the rules of the Berkeley Function Calling Leaderboard's AST checker for Python
 * (`bfcl_eval/eval_checker/ast_eval`): as many calls as asked for, in any order, each with the right name, no missing and no unknown
 * parameter, values of the right type that are among the possible ones. What is laxer here: 5.0 counts as a whole number.
 */
export function callsFit(
  calls: readonly MadeCall[],
  specs: readonly FunctionSpec[],
  possible: readonly PossibleAnswer[],
): boolean {
  if (calls.length !== possible.length) return false;
  const left = [...calls];
  return possible.every((one) => {
    const spec = specs.find(({ name }) => name === Object.keys(one)[0]);
    const at = spec ? left.findIndex((call) => callFits(call, spec, one)) : -1;
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}
