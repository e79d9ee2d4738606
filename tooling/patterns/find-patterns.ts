import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';

/** A regular expression in a source. */
export interface Found {
  /** `/source/flags`. */
  readonly pattern: string;
  /** `packages/core/src/x.ts:12`. */
  readonly at: string;
}

/** What the sources hold: patterns, and places where one is made of what is known only at run time. */
export interface Patterns {
  readonly found: readonly Found[];
  readonly built: readonly string[];
}

type Node = { readonly type: string; readonly start: number; readonly [key: string]: unknown };

const root = fileURLToPath(new URL('../..', import.meta.url));
const SKIPPED = new Set(['node_modules', 'dist', 'fixtures', 'generated', 'testing', 'test', 'scripts', '.turbo']);

function* sourcesIn(folder: string): Iterable<string> {
  for (const name of readdirSync(folder)) {
    if (SKIPPED.has(name)) continue;
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* sourcesIn(path);
    else if (/\.ts$/.test(name) && !/\.(?:test|fixture|d|config)\.ts$/.test(name)) yield path;
  }
}

/** All patterns in the sources of the packages; what tests, benchmarks and evaluations match is their own. */
export function findPatterns(folder = join(root, 'packages')): Patterns {
  const found: Found[] = [];
  const built: string[] = [];
  for (const path of sourcesIn(folder)) {
    const text = readFileSync(path, 'utf8');
    const { program } = parseSync(path, text);
    const constants = constantsOf(program.body as unknown as readonly Node[]);
    const at = (node: Node) => `${relative(root, path)}:${text.slice(0, node.start).split('\n').length}`;
    const readCall = (node: Node) => {
      if ((node.callee as { name?: string }).name !== 'RegExp') return;
      const [source, flags] = (node.arguments as readonly Node[]).map((given) => textOf(given, constants));
      if (source === undefined) built.push(at(node));
      else found.push({ pattern: `/${source}/${flags ?? ''}`, at: at(node) });
    };
    new Visitor({
      Literal(node) {
        if ('regex' in node && node.regex)
          found.push({ pattern: `/${node.regex.pattern}/${node.regex.flags}`, at: at(node as unknown as Node) });
      },
      NewExpression: (node) => readCall(node as unknown as Node),
      CallExpression: (node) => readCall(node as unknown as Node),
    }).visit(program);
  }
  return { found, built };
}

/** The places of every pattern. */
export function placesOf(found: readonly Found[]): Map<string, readonly string[]> {
  const places = new Map<string, string[]>();
  for (const { pattern, at } of found) places.set(pattern, [...(places.get(pattern) ?? []), at]);
  return places;
}

/** The constants of a module that are written as texts, numbers, templates or sums of such. */
function constantsOf(body: readonly Node[]): Map<string, string> {
  const constants = new Map<string, string>();
  for (const statement of body) {
    const declared = statement.type === 'ExportNamedDeclaration' ? (statement.declaration as Node | null) : statement;
    if (declared?.type !== 'VariableDeclaration' || declared.kind !== 'const') continue;
    for (const { id, init } of declared.declarations as readonly { id: { name?: string }; init: Node | null }[]) {
      const value = init ? textOf(init, constants) : undefined;
      if (id.name && value !== undefined) constants.set(id.name, value);
    }
  }
  return constants;
}

function textOf(node: Node, constants: ReadonlyMap<string, string>): string | undefined {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' || typeof node.value === 'number' ? String(node.value) : undefined;
    case 'Identifier':
      return constants.get(node.name as string);
    case 'BinaryExpression': {
      const left = textOf(node.left as Node, constants);
      const right = textOf(node.right as Node, constants);
      return node.operator === '+' && left !== undefined && right !== undefined ? left + right : undefined;
    }
    case 'TemplateLiteral': {
      const between = (node.expressions as readonly Node[]).map((part) => textOf(part, constants));
      if (between.includes(undefined)) return undefined;
      const texts = node.quasis as readonly { value: { cooked: string } }[];
      return texts.map(({ value }, i) => value.cooked + (between[i] ?? '')).join('');
    }
    default:
      return undefined;
  }
}
