import { type Token, tokensOf } from './words.js';

/** A program and its words. */
export interface Invocation {
  /** Variables set for it alone, as `NAME=value`. */
  readonly sets: readonly string[];
  /** The program first. Never empty. */
  readonly words: readonly string[];
}

/** What one line asks of a shell, as far as it is one thing. */
export interface Command {
  /** Where it changes to first. */
  readonly folder: string | undefined;
  /** Where a flag of its own puts it, `git -C app`, which is not among its words. */
  readonly inside?: string;
  /** What it sets or loads before: `source .venv/bin/activate`, `export A=b`. */
  readonly before: readonly string[];
  readonly main: Invocation;
  /** Programs that only choose among its lines, `| tail -5`. */
  readonly filters: readonly Invocation[];
  /** False where the exit code is not the one of `main`. */
  readonly isItsCode: boolean;
}

const MOST_CHARACTERS = 2000;
const KEYWORDS = /^(?:for|while|until|if|case|function|select|do|then|else|fi|done|esac|eval|exec|trap|\[\[)$/;
const FILTERS = /^(?:head|tail|grep|egrep|rg|sed|awk|cut|sort|uniq|wc|tee|cat|less|more|jq|tr|nl|column|fold|xargs)$/;

/**
 * The one command of a line with what stands around it. Undefined where a line does several things: then it cannot be said which
 * of them failed.
 */
export function commandOf(line: string): Command | undefined {
  if (line.length > MOST_CHARACTERS || line.trim() === '') return undefined;
  const tokens = tokensOf(line.trim().replace(/;$/, ''));
  const parts = tokens && partsOf(tokens);
  if (!parts) return undefined;
  let folder: string | undefined;
  const before: string[] = [];
  let at = 0;
  for (; at < parts.length - 1; at++) {
    const { words, joint } = parts[at] as Part;
    if (joint !== '&&' && joint !== ';' && joint !== '\n') break;
    // Back to where it was before: not known.
    if (words[0] === 'cd' && words[1] === '-') return undefined;
    if (words[0] === 'cd' && words.length === 2) folder = joined(folder, words[1] as string);
    else if (words[0] === 'source' || words[0] === '.') before.push(`source ${words.slice(1).join(' ')}`);
    else if (words[0] === 'export') before.push(...words.slice(1));
    else break;
  }
  const [first, ...rest] = parts.slice(at) as [Part, ...Part[]];
  const called = invocation(first.words);
  const { inside, main } = called ? placed(called) : {};
  if (!main || KEYWORDS.test(main.words[0] as string)) return undefined;
  if (main.words[0] === 'set' || main.words[0] === 'echo') return undefined;
  const filters: Invocation[] = [];
  const own = inside === undefined ? {} : { inside };
  let joint = first.joint;
  for (const part of rest) {
    if (joint === ';' || joint === '\n' || joint === '||') {
      // `; echo $?` and `|| true` only tell of the one before; anything else is a second thing.
      if (!/^(?:echo|true|printf|:)$/.test(part.words[0] ?? '')) return undefined;
      return { folder, ...own, before, main, filters, isItsCode: false };
    }
    const filter = joint === '|' || joint === '|&' ? invocation(part.words) : undefined;
    if (!filter || !FILTERS.test(filter.words[0] as string)) return undefined;
    filters.push(filter);
    joint = part.joint;
  }
  if (joint === '&') return undefined;
  return { folder, ...own, before, main, filters, isItsCode: filters.length === 0 };
}

/** Flags that put a program into a folder; those of one letter only right behind it. */
const FOLDER_FLAGS: Readonly<Record<string, RegExp>> = {
  git: /^-C$/,
  make: /^(?:-C|--directory)$/,
  gmake: /^(?:-C|--directory)$/,
  ninja: /^-C$/,
  meson: /^-C$/,
  npm: /^(?:-C|--prefix)$/,
  pnpm: /^(?:-C|--dir)$/,
  yarn: /^--cwd$/,
  bun: /^--cwd$/,
  go: /^-C$/,
  cargo: /^-C$/,
  swift: /^--package-path$/,
  poetry: /^(?:-C|--directory)$/,
  uv: /^--directory$/,
  composer: /^(?:-d|--working-dir)$/,
  just: /^(?:-d|--working-directory)$/,
  task: /^(?:-d|--dir)$/,
  gradle: /^(?:-p|--project-dir)$/,
  gradlew: /^(?:-p|--project-dir)$/,
  terraform: /^-chdir$/,
  tofu: /^-chdir$/,
  docker: /^--project-directory$/,
};

/** An invocation without the flag that puts it into a folder, and that folder. */
function placed(called: Invocation): { readonly main: Invocation; readonly inside?: string } {
  const { words } = called;
  const flags = FOLDER_FLAGS[words[0]?.split('/').at(-1) ?? ''];
  const at = flags ? words.findIndex((word, i) => i > 0 && flags.test(word.replace(/=.*$/s, ''))) : -1;
  const flag = words[at] ?? '';
  if (at < 0 || (/^-[A-Za-z]$/.test(flag) && at > 1)) return { main: called };
  const value = flag.includes('=') ? flag.slice(flag.indexOf('=') + 1) : words[at + 1];
  const rest = words.filter((_, i) => i !== at && (flag.includes('=') || i !== at + 1));
  if (value === undefined || value === '' || rest.length < 2) return { main: called };
  return { main: { ...called, words: rest }, inside: value };
}

const joined = (one: string | undefined, two: string) =>
  one === undefined || /^[/~]/.test(two) ? two : `${one.replace(/\/$/, '')}/${two}`;

interface Part {
  readonly words: readonly string[];
  /** What follows it. */
  readonly joint: string;
}

function partsOf(tokens: readonly Token[]): readonly Part[] | undefined {
  const parts: Part[] = [];
  let words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'word') words.push(token.text);
    else if (words.length > 0) {
      parts.push({ words, joint: token.text });
      words = [];
    } else if (token.text !== '\n') return undefined;
  }
  if (words.length > 0) parts.push({ words, joint: '' });
  return parts.length === 0 ? undefined : parts;
}

const SETS = /^[A-Za-z_]\w*=/;

function invocation(words: readonly string[]): Invocation | undefined {
  let from = words.findIndex((word) => !SETS.test(word));
  if (from < 0) return undefined;
  const sets = words.slice(0, from);
  if (words[from] === 'env' && words[from + 1] !== undefined) {
    from += 1;
    while (SETS.test(words[from] ?? '')) sets.push(words[from++] as string);
  }
  if (words[from] === 'time' || words[from] === 'command') from += 1;
  // How long it may take is nothing of it.
  if (words[from] === 'timeout' && /^\d/.test(words[from + 1] ?? '')) from += 2;
  const rest = words.slice(from);
  return rest.length === 0 || rest[0] === '' ? undefined : { sets, words: rest };
}

/** The words of an invocation as one writes them. */
export function written(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./~^*?[\]{}!-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}

/** Programs whose first words are no commands of theirs but what they work on. */
const PLAIN =
  /^(?:cat|ls|cd|rm|cp|mv|mkdir|touch|find|grep|rg|sed|awk|head|tail|wc|diff|which|test|node|tsx|ts-node|deno|bun|ruby|perl|php|bash|sh|zsh|source|chmod|chown|less|file|stat|du|tree|echo)$/;

/** The program and the command of it that is asked for: `npm run build`, `docker compose up`, `python -m pytest`. */
export function headOf(words: readonly string[]): readonly string[] {
  const [program = ''] = words;
  const name = program.split('/').at(-1) ?? '';
  if (/^python[\d.]*$/.test(name)) return words[1] === '-m' && words[2] ? words.slice(0, 3) : [program];
  // Flags may stand before it.
  const named = words.filter((word) => !word.startsWith('-'));
  const [, first = '', second = ''] = named;
  if (PLAIN.test(name) || !/^[a-z][\w:-]*$/.test(first)) return [program];
  const hasMore = /^(?:run|run-script|exec|compose|x|tool|workspace|remote|stash|pr|issue|repo|api)$/.test(first);
  return named.slice(0, hasMore && /^[a-z][\w:.-]*$/.test(second) ? 3 : 2);
}
