import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';
import { ROOT, read, write } from './files.js';
import { cell } from './markdown.js';

/** A member of an interface or an export of a module, as its source says. */
interface Member {
  readonly name: string;
  readonly type: string;
  readonly isOptional: boolean;
  readonly text: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

const asNode = (value: unknown): Node | undefined =>
  typeof value === 'object' && value !== null && 'type' in value ? (value as Node) : undefined;
const asNodes = (value: unknown): readonly Node[] => (Array.isArray(value) ? (value as Node[]) : []);
const nameOf = (value: unknown): string => {
  const { name, value: text } = (asNode(value) ?? {}) as { readonly name?: string; readonly value?: string };
  return name ?? text ?? '';
};

/** A module with the comments that stand before its nodes. */
function moduleAt(path: string) {
  const source = read(path);
  const { program, comments } = parseSync(path, source);
  const ends = new Map(comments.map((comment) => [comment.end, comment]));
  const commentBefore = (start: number): string => {
    let at = start;
    while (at > 0 && /\s/.test(source[at - 1] ?? '')) at--;
    const comment = ends.get(at);
    if (comment?.type !== 'Block' || !comment.value.startsWith('*')) return '';
    return comment.value
      .replace(/^\s*\*+ ?/gm, '')
      .replace(/\{@link (?:\w+\.)?(\w+)\}/g, '`$1`')
      .trim();
  };
  return { source, body: program.body as unknown as readonly Node[], commentBefore };
}

/** One way a value may look: its members, and the interfaces whose members it has besides. */
interface Shape {
  readonly members: readonly Member[];
  readonly besides: readonly string[];
}

/** An interface, or the alternatives of a type that is a union of literal ones. */
function shapesOf(path: string, name: string): Shape[] {
  const { source, body, commentBefore } = moduleAt(path);
  const memberOf = (member: Node): Member => {
    const annotation = asNode(member.typeAnnotation) ?? asNode(member.returnType);
    const type =
      member.type === 'TSMethodSignature'
        ? source.slice(member.start, member.end)
        : source.slice(annotation?.start ?? 0, annotation?.end ?? 0);
    return {
      name: nameOf(member.key),
      type: type.replace(/^:\s*/, '').replace(/;$/, ''),
      isOptional: member.optional === true,
      text: commentBefore(member.start),
    };
  };
  for (const statement of body) {
    const declared = asNode(statement.declaration) ?? statement;
    if (nameOf(declared.id) !== name) continue;
    if (declared.type === 'TSInterfaceDeclaration') {
      const besides = asNodes(declared.extends).map(({ expression }) => nameOf(expression));
      return [{ members: asNodes(asNode(declared.body)?.body).map(memberOf), besides }];
    }
    const union = asNode(declared.typeAnnotation);
    if (declared.type === 'TSTypeAliasDeclaration' && union?.type === 'TSUnionType')
      return asNodes(union.types).map((one) => ({ members: asNodes(one.members).map(memberOf), besides: [] }));
  }
  throw new Error(`${path} has no interface or union ${name}`);
}

/** Interfaces that pages show as tables, by the file that is included. */
const TABLES: Readonly<Record<string, readonly [path: string, name: string]>> = {
  options: ['packages/core/src/pipeline/options.ts', 'HeadroomOptions'],
  result: ['packages/core/src/pipeline/result.ts', 'CompressResult'],
  block: ['packages/core/src/model/report.ts', 'BlockReport'],
  store: ['packages/core/src/model/store.ts', 'Store'],
  stats: ['packages/core/src/account/account.ts', 'HeadroomStats'],
  'ledger-report': ['packages/core/src/ledger/sums.ts', 'LedgerReport'],
  'ledger-sum': ['packages/core/src/ledger/sums.ts', 'LedgerSum'],
  saving: ['packages/core/src/account/saving.ts', 'Saving'],
  hooks: ['packages/core/src/pipeline/hooks.ts', 'Hooks'],
  'hook-context': ['packages/core/src/pipeline/hooks.ts', 'CompressContext'],
  'hook-event': ['packages/core/src/pipeline/hooks.ts', 'CompressEvent'],
  retrieved: ['packages/core/src/ccr/retrieve.ts', 'RetrieveResult'],
};

/** Besides options, what programs are given: its members stand under its name too. */
const GIVEN: ReadonlySet<string> = new Set([
  'CompressContext',
  'CompressEvent',
  'HeadroomStats',
  'Hooks',
  'LedgerReport',
  'LedgerSum',
  'LeftSum',
  'ModelSum',
  'RetrieveResult',
  'Saving',
]);

/** Types whose members a heading of another page shows. */
const TOLD_AT: Readonly<Record<string, string>> = {
  Hooks: '/reference/results#what-hooks-see-hooks',
  Saving: '/reference/results#what-is-told-of-each-saving-onsaved',
};

export function writeTables(): void {
  for (const [file, [path, name]] of Object.entries(TABLES)) {
    write(`generated/types/${file}.md`, tableOf(path, name));
  }
}

/** The fields of a type as a table, or as one for each of its alternatives. */
function tableOf(path: string, name: string): string {
  return shapesOf(path, name)
    .map(({ members, besides }) => {
      const rows = members.map(
        ({ name: field, type, isOptional, text }) =>
          `| \`${field}${isOptional ? '?' : ''}\` | ${code(type)} | ${[words(text), toldAt(type)].filter(Boolean).join(' ')} |`,
      );
      const table = `<div class="members">\n\n| | type | |\n| --- | --- | --- |\n${rows.join('\n')}\n\n</div>\n`;
      const more = besides.map((one) => `\`${one}\``).join(', ');
      return more === '' ? table : `All of ${more}, and:\n\n${table}`;
    })
    .join('\nor\n\n');
}

function toldAt(type: string): string {
  const [name] = Object.keys(TOLD_AT).filter((one) => new RegExp(`\\b${one}\\b`).test(type));
  return name === undefined ? '' : `[\`${name}\`](${TOLD_AT[name]})`;
}

const code = (type: string): string =>
  `<code v-pre>${cell(type).replaceAll('<', '&lt;').replace(/\\\|/g, '&#124;')}</code>`;
const words = (text: string): string =>
  cell(text)
    .split(/(`+[^`]*`+)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;')))
    .join('');

/** What is told of an export. */
interface Told {
  readonly kind: string;
  readonly text: string;
  /** How a function is called. */
  readonly signature: string;
  /** The module that declares it, and its name there. */
  readonly path: string;
  readonly declared: string;
}

function signatureOf(declared: Node, source: string): string {
  const body = asNode(declared.body);
  if (declared.type !== 'FunctionDeclaration' || !body) return '';
  const text = source.slice(declared.start, body.start);
  return text
    .replace(/^(?:async )?function\*? ?/, '')
    .replace(/\s+/g, ' ')
    .replace(/\( /g, '(')
    .replace(/, \)/g, ')')
    .trim();
}

/** The docstring of an exported name in a module, or in the module it passes it on from. */
function toldOf(path: string, name: string, depth = 0): Told | undefined {
  if (depth > 6 || !existsSync(ROOT + path)) return undefined;
  const { source, body, commentBefore } = moduleAt(path);
  for (const statement of body) {
    const declared = asNode(statement.declaration);
    if (declared) {
      const names =
        declared.type === 'VariableDeclaration'
          ? asNodes(declared.declarations).map(({ id }) => nameOf(id))
          : [nameOf(declared.id)];
      if (names.includes(name))
        return {
          kind: KINDS[declared.type] ?? 'value',
          text: commentBefore(statement.start),
          signature: signatureOf(declared, source),
          path,
          declared: name,
        };
    }
    if (statement.type === 'ExportNamedDeclaration' && statement.source) {
      const found = asNodes(statement.specifiers).find(({ exported }) => nameOf(exported) === name);
      if (found) return toldOf(sourceOf(path, nameOf(statement.source)), nameOf(found.local), depth + 1);
    }
  }
  return undefined;
}

const KINDS: Readonly<Record<string, string>> = {
  FunctionDeclaration: 'function',
  ClassDeclaration: 'class',
  TSInterfaceDeclaration: 'interface',
  TSTypeAliasDeclaration: 'type',
  VariableDeclaration: 'value',
};

function sourceOf(from: string, id: string): string {
  const own = /^@headroom\/([a-z-]+)(?:\/([a-z/-]+))?$/.exec(id);
  if (own) return `packages/${own[1]}/src/${own[2] ? `${own[2]}/` : ''}index.ts`;
  return posix.join(posix.dirname(from), id).replace(/\.js$/, '.ts');
}

/** Every entry of every package, and what each of its exports is, by its own docstring. */
export function writeExports(entries: readonly (readonly [id: string, path: string])[]): void {
  const byPackage = new Map<string, string[]>();
  for (const [id, path] of entries) {
    const told = exportsOf(path);
    const rows = told.map(([name, { kind, text, signature }]) => {
      const call = signature === '' ? '' : `${code(signature)}<br>`;
      return `| \`${name}\` | ${kind} | ${call}${words(firstOf(text))} |`;
    });
    if (rows.length === 0) continue;
    const name = /^@headroom\/([a-z-]+)/.exec(id)?.[1] ?? id;
    byPackage.set(name, [
      ...(byPackage.get(name) ?? []),
      `## \`${id}\`\n\n| export | | |\n| --- | --- | --- |\n${rows.join('\n')}\n`,
      ...told.flatMap(([option, { path: place, kind, declared }]) =>
        (kind === 'interface' && option.endsWith('Options') && option !== 'HeadroomOptions') || GIVEN.has(option)
          ? [`### \`${option}\`\n\n${tableOf(place, declared)}`]
          : [],
      ),
    ]);
  }
  for (const [name, parts] of byPackage)
    write(
      `pages/reference/api/${name}.md`,
      `# @headroom/${name}: exports\n\nMade from the sources.\n\n${parts.join('\n')}`,
    );
  const list = [...byPackage.keys()].map((name) => `- [@headroom/${name}](/reference/api/${name})`);
  write(
    'pages/reference/api/index.md',
    `# API\n\nEvery export of every package, with how functions are called, the fields of options, and the first words of its docstring. Options and results have [their](/reference/options) [pages](/reference/results).\n\n${list.join('\n')}\n`,
  );
}

const firstOf = (text: string): string => text.split(/\n\s*(?:\n|@)/)[0]?.replace(/^@\w+ /, '') ?? '';

function exportsOf(path: string): [name: string, told: Told][] {
  const { body } = moduleAt(path);
  const names = body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return [];
    const declared = asNode(statement.declaration);
    const own = declared
      ? declared.type === 'VariableDeclaration'
        ? asNodes(declared.declarations).map(({ id }) => nameOf(id))
        : [nameOf(declared.id)]
      : [];
    return [...own, ...asNodes(statement.specifiers).map(({ exported }) => nameOf(exported))];
  });
  return [...new Set(names)]
    .sort((a, b) => a.localeCompare(b))
    .map((name) => {
      return [name, toldOf(path, name) ?? { kind: '', text: '', signature: '', path, declared: name }];
    });
}
