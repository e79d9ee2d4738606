import type { ToolCall } from '../model/block.js';
import { pathKind } from '../reading/path-kind.js';
import { splitCommand } from './split-command.js';

/** A call that shows a file: which one, and whether only a part of it was asked for. */
export interface FileRead {
  readonly paths: readonly string[];
  readonly part: boolean;
  /** Written by programs and read for what happened: logs, data, lock files. Nobody edits them as a rule. */
  readonly made: boolean;
}

const READS =
  /(?:^|[_.-])(?:read|view|cat|open|get)(?:$|[_.-]?(?:file|text|contents?)s?$)|^read|str_replace_editor|text_editor/i;
const WRITES = /(?:edit|write|patch|replace|(?:create|save|update|modify|overwrite)_?file|insert)/i;
const PATH_KEYS = ['path', 'file_path', 'filePath', 'file', 'filename', 'notebook_path', 'target_file'];
const RANGE_KEYS = 'offset limit start end start_line end_line lines view_range line_start line_end'.split(' ');
const COMMAND_KEYS = ['command', 'cmd', 'script'];
/** Programs that show a file as it is, and those that show some lines of it. */
const SHOWS = new Set(['cat', 'nl', 'bat', 'less', 'more', 'type', 'head', 'tail', 'sed', 'awk']);
const CUTS = new Set(['head', 'tail', 'sed', 'awk']);
/** Programs by which text is written into a file; what others write there is their output. */
const SAYS = new Set(['cat', 'echo', 'printf']);
const LONGEST_COMMAND = 4000;
const MADE: ReadonlySet<string> = new Set(['lock', 'generated']);
const DATA = /\.(?:logs?|out|output|csv|tsv|jsonl|ndjson|trace|dump|prof|har|sarif)(?:\.\d+)?$/i;
/** In these folders a file is a record of what happened, unless its name says that it is code. */
const DATA_FOLDER = /(?:^|\/)(?:logs?|proc|sys)\/[^/]*$|^\/(?:proc|sys|var\/log)\//i;
const CODE =
  /\.(?:[cm]?[jt]sx?|py|pyi|go|rs|rb|php|java|kts?|swift|scala|cs|[ch](?:pp|xx)?|cc|hh|sh|sql|vue|svelte|html?|s?css|ya?ml|toml|json|md|exs?|erl|hs|lua|pl|dart)$/i;
const PATCHED = /^(?:\*\*\* (?:Update|Add|Delete) File: |\+\+\+ b\/)(.+)$/gm;

/** The object of a call's arguments; empty where they are something else. */
export function argumentsOf(call: ToolCall | undefined): Readonly<Record<string, unknown>> {
  const input = call?.input;
  return input !== null && typeof input === 'object' && !Array.isArray(input) ? (input as Record<string, unknown>) : {};
}

/** The path a call is about, from the argument that names it. */
export function pathOfCall(call: ToolCall | undefined): string | undefined {
  const input = argumentsOf(call);
  for (const key of PATH_KEYS) {
    const value = input[key];
    if (typeof value === 'string' && value.length > 0) return value;
  }
  return undefined;
}

/** True for a call that changes a file. */
export function writesFile(call: ToolCall | undefined): boolean {
  return call !== undefined && WRITES.test(call.tool) && pathOfCall(call) !== undefined && !isView(call);
}

/** True for a call that reads a file by a tool of its own. */
export function readsFile(call: ToolCall | undefined): boolean {
  return (
    call !== undefined && pathOfCall(call) !== undefined && (READS.test(call.tool) || isView(call)) && !writesFile(call)
  );
}

/** True when a call of a read tool asks for some lines only. */
export function asksForPart(call: ToolCall | undefined): boolean {
  const input = argumentsOf(call);
  return RANGE_KEYS.some((key) => input[key] !== undefined && input[key] !== null);
}

/** What file a call shows: a read tool, or a shell command such as `cat x.py`, `sed -n '10,80p' x.py`, `git show HEAD:x.py`. */
export function fileReadOf(call: ToolCall | undefined): FileRead | undefined {
  if (!call) return undefined;
  if (readsFile(call)) return fileRead([pathOfCall(call)!], asksForPart(call));
  return fileReadOfCommand(pipesOf(call));
}

/** The files that a call changes: by a tool of its own, by a patch, or by a shell that edits in place or writes into a file. */
export function filesWritten(call: ToolCall | undefined): readonly string[] {
  if (!call) return [];
  if (writesFile(call)) return [pathOfCall(call)!];
  const values = typeof call.input === 'string' ? [call.input] : Object.values(argumentsOf(call));
  const patched = values
    .flat()
    .filter((value): value is string => typeof value === 'string' && /\*\*\* |\+\+\+ b\//.test(value))
    .flatMap((patch) => [...patch.matchAll(PATCHED)].map(([, path = '']) => path.trim()));
  const written = pipesOf(call).flatMap((pipe) =>
    pipe.flatMap((words) => [
      ...(SAYS.has(words[0] ?? '') ? words.filter((word, i) => /^>>?$/.test(words[i - 1] ?? '') && isPath(word)) : []),
      ...(words[0] === 'tee' || editsInPlace(words)
        ? words.slice(1).filter((word, i, all) => isPath(word) && !isScript(words[0] ?? '', all, i))
        : []),
    ]),
  );
  return [...patched, ...written.filter((path) => !isData(path))];
}

function editsInPlace([program = '', ...words]: readonly string[]): boolean {
  return (program === 'sed' || program === 'perl') && words.some((word) => /^(?:-[a-zA-Z]*i|--in-place)/.test(word));
}

/** Whether two paths, however much of them is spelt out, may be of one file. */
export function isSameFile(a: string, b: string): boolean {
  const [long, short] = [a, b]
    .map((path) => `/${path.replaceAll('\\', '/').replace(/^(?:\.\/)+|^\/+/, '')}`)
    .sort((x, y) => y.length - x.length);
  return long!.endsWith(short!);
}

/** What a shell call runs: its command, or that of the shell in a list of words. */
function pipesOf(call: ToolCall): readonly (readonly string[][])[] {
  const input = argumentsOf(call);
  const command = COMMAND_KEYS.map((key) => input[key]).find(
    (value) => typeof value === 'string' || (Array.isArray(value) && value.every((word) => typeof word === 'string')),
  ) as string | string[] | undefined;
  if (command === undefined) return [];
  const isShell = typeof command !== 'string' && /(?:^|\/)(?:ba|z|da)?sh$/.test(command[0] ?? '');
  const script = typeof command === 'string' ? command : isShell ? (command.at(-1) ?? '') : undefined;
  if (script === undefined) return [[command as string[]]];
  return script.length <= LONGEST_COMMAND ? splitCommand(script) : [];
}

/** The editor tools of Anthropic read and write under one name. */
function isView(call: ToolCall): boolean {
  return argumentsOf(call).command === 'view';
}

function fileReadOfCommand(pipes: readonly (readonly string[][])[]): FileRead | undefined {
  const paths: string[] = [];
  let part = false;
  for (const [first = [], ...rest] of pipes) {
    const [program = '', ...words] = first;
    const shown =
      program === 'git' && words[0] === 'show' ? words.filter((word) => /^[\w./@~^-]+:[\w./-]+$/.test(word)) : [];
    const files = words.filter(
      (word, i) => isPath(word) && !/^[<>]/.test(words[i - 1] ?? '') && !isScript(program, words, i),
    );
    if (shown.length > 0) paths.push(...shown.map((word) => word.slice(word.indexOf(':') + 1)));
    else if (SHOWS.has(program)) paths.push(...files);
    else continue;
    // What passes through another program is that program's output.
    if (rest.some(([filter = '']) => !SHOWS.has(filter))) return undefined;
    if (CUTS.has(program) || rest.some(([filter = '']) => CUTS.has(filter))) part = true;
  }
  return fileRead(paths, part);
}

/** The first plain word of `sed` and `awk` is what they are to do. */
function isScript(program: string, words: readonly string[], i: number): boolean {
  if (program !== 'sed' && program !== 'awk') return false;
  return i === words.findIndex((word) => !word.startsWith('-'));
}

function isPath(word: string): boolean {
  return (
    word !== '' &&
    !/[\n<>|*?$`]/.test(word) &&
    !word.startsWith('-') &&
    /\p{L}/u.test(word) &&
    !word.startsWith('/dev/')
  );
}

function fileRead(paths: readonly string[], part: boolean): FileRead | undefined {
  if (paths.length === 0) return undefined;
  return { paths, part, made: paths.every((path) => isData(path) || MADE.has(pathKind(path))) };
}

function isData(path: string): boolean {
  return DATA.test(path) || (DATA_FOLDER.test(path) && !CODE.test(path));
}
