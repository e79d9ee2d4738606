import type { ToolCall } from '../model/block.js';
import { pathKind } from './path-kind.js';

/** A call that shows a file: which one, and whether only a part of it was asked for. */
export interface FileRead {
  readonly paths: readonly string[];
  readonly part: boolean;
}

const READS =
  /(?:^|[_.-])(?:read|view|cat|open|get)(?:$|[_.-]?(?:file|text|contents?)s?$)|^read|str_replace_editor|text_editor/i;
const WRITES = /(?:edit|write|patch|replace|create_?file|insert|notebook_?edit)/i;
const PATH_KEYS = ['path', 'file_path', 'filePath', 'file', 'filename', 'notebook_path', 'target_file'];
const RANGE_KEYS = [
  'offset',
  'limit',
  'start',
  'end',
  'start_line',
  'end_line',
  'lines',
  'view_range',
  'line_start',
  'line_end',
];
const COMMAND_KEYS = ['command', 'cmd', 'script'];
/** Programs that show a file as it is, and those that show some lines of it. */
const SHOWS = new Set(['cat', 'nl', 'bat', 'less', 'more', 'type', 'head', 'tail', 'sed', 'awk']);
const CUTS = new Set(['head', 'tail', 'sed', 'awk']);
const LONGEST_COMMAND = 4000;
/** Written by programs, read for what happened: nobody edits them. */
const MADE: ReadonlySet<string> = new Set(['lock', 'generated']);
const DATA = /\.(?:logs?|out|output|csv|tsv|jsonl|ndjson|trace|dump|prof|har|sarif)(?:\.\d+)?$|\/(?:logs?|proc|sys)\//i;

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
  if (readsFile(call)) return withoutData({ paths: [pathOfCall(call)!], part: asksForPart(call) });
  const input = argumentsOf(call);
  const command = COMMAND_KEYS.map((key) => input[key]).find((value) => typeof value === 'string');
  return typeof command === 'string' && command.length <= LONGEST_COMMAND ? fileReadOfCommand(command) : undefined;
}

/** The editor tools of Anthropic read and write under one name. */
function isView(call: ToolCall): boolean {
  return argumentsOf(call).command === 'view';
}

function fileReadOfCommand(command: string): FileRead | undefined {
  const paths: string[] = [];
  let part = false;
  for (const line of command.split(/&&|\|\||[;\n]/)) {
    const [first = [], ...rest] = line.split('|').map((piece) => piece.trim().split(/\s+/));
    const [program = '', ...words] = first;
    const shown =
      program === 'git' && words[0] === 'show' ? words.filter((word) => /^[\w./@~^-]+:[\w./-]+$/.test(word)) : [];
    if (shown.length > 0) paths.push(...shown.map((word) => word.slice(word.indexOf(':') + 1)));
    else if (SHOWS.has(program)) paths.push(...words.filter(isPath));
    else continue;
    // What passes through another program is that program's output.
    if (rest.some(([filter = '']) => !SHOWS.has(filter))) return undefined;
    if (CUTS.has(program) || rest.some(([filter = '']) => CUTS.has(filter))) part = true;
  }
  return withoutData({ paths, part });
}

function isPath(word: string): boolean {
  return /^[\w~./@+-]+$/.test(word) && !word.startsWith('-') && /[A-Za-z]/.test(word) && !word.startsWith('/dev/');
}

function withoutData(read: FileRead): FileRead | undefined {
  const paths = read.paths.filter((path) => !DATA.test(path) && !MADE.has(pathKind(path)));
  return paths.length > 0 ? { paths, part: read.part } : undefined;
}
