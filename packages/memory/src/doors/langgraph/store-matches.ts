import type { ListNamespacesOperation, MatchCondition } from '@langchain/langgraph';

type Operators = Readonly<Record<string, (a: never, b: never) => boolean>>;

const OPERATORS: Operators = {
  $eq: (a, b) => isEqual(a, b),
  $ne: (a, b) => !isEqual(a, b),
  $gt: (a, b) => a > b,
  $gte: (a, b) => a >= b,
  $lt: (a, b) => a < b,
  $lte: (a, b) => a <= b,
};

/** True for a value whose fields are those of a filter: equal, or as its operators (`$gt` …) say. */
export function fitsFilter(
  value: Readonly<Record<string, unknown>>,
  filter: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(filter).every(([name, wanted]) => {
    const is = Object.hasOwn(value, name) ? value[name] : undefined;
    const operators = typeof wanted === 'object' && wanted !== null ? Object.entries(wanted) : [];
    if (operators.length === 0 || !operators.every(([key]) => Object.hasOwn(OPERATORS, key)))
      return isEqual(is, wanted);
    return operators.every(([key, other]) => OPERATORS[key]?.(is as never, other as never));
  });
}

function isEqual(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** The namespaces that an operation lists, each once, in order. */
export function listedNamespaces(all: readonly (readonly string[])[], operation: ListNamespacesOperation): string[][] {
  const { matchConditions = [], maxDepth, limit, offset } = operation;
  const fitting = all.filter((namespace) => matchConditions.every((condition) => isMatch(namespace, condition)));
  const cut = new Map(
    fitting.map((namespace) => namespace.slice(0, maxDepth)).map((names) => [names.join('\0'), names]),
  );
  const listed = [...cut.keys()].sort().map((key) => cut.get(key) as string[]);
  return listed.slice(offset, offset + limit);
}

function isMatch(namespace: readonly string[], { matchType, path }: MatchCondition): boolean {
  if (namespace.length < path.length) return false;
  const part =
    matchType === 'prefix' ? namespace.slice(0, path.length) : namespace.slice(namespace.length - path.length);
  return path.every((name, i) => name === '*' || name === part[i]);
}
