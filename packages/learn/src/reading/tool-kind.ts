import type { ToolKind } from './act.js';

/** What is asked of a tool. */
export interface Asked {
  readonly kind: ToolKind;
  readonly command?: string;
  readonly path?: string;
  readonly folder?: string;
}

type Input = Readonly<Record<string, unknown>>;

/** Tools of Claude Code, Codex, Gemini CLI and opencode, and what others call the same. */
const KINDS: Readonly<Record<string, ToolKind>> = {
  bash: 'shell',
  shell: 'shell',
  exec_command: 'shell',
  local_shell: 'shell',
  run_shell_command: 'shell',
  shell_command: 'shell',
  'container.exec': 'shell',
  powershell: 'shell',
  command: 'shell',
  read: 'read',
  read_file: 'read',
  view_file: 'read',
  view: 'read',
  notebookread: 'read',
  edit: 'edit',
  multiedit: 'edit',
  notebookedit: 'edit',
  replace: 'edit',
  apply_patch: 'edit',
  patch: 'edit',
  write: 'write',
  write_file: 'write',
  grep: 'search',
  glob: 'search',
  search_file_content: 'search',
  list: 'search',
  ls: 'search',
  list_directory: 'search',
};

/** Reads what a call asks. Tools of servers and unknown ones are `other`. */
export function askedOf(tool: string, input: unknown): Asked {
  const fields: Input = typeof input === 'object' && input !== null && !Array.isArray(input) ? (input as Input) : {};
  if (tool === 'exec') return inCode(input);
  const kind = KINDS[tool.toLowerCase()] ?? 'other';
  const command = kind === 'shell' ? commandIn(fields) : undefined;
  const patch = kind === 'edit' ? (typeof input === 'string' ? input : (fields.input ?? fields.patch)) : undefined;
  if (typeof patch === 'string') return ofPatch(patch);
  const path = kind === 'shell' || kind === 'other' ? undefined : textIn(fields, PATHS);
  const folder = kind === 'shell' ? textIn(fields, ['workdir', 'cwd', 'directory', 'dir_path']) : undefined;
  return {
    kind,
    ...(command === undefined ? {} : { command }),
    ...(path === undefined ? {} : { path }),
    ...(folder === undefined ? {} : { folder }),
  };
}

const PATCHED = /^\*\*\* (Add|Update|Delete) File: (.{1,400})$/gm;

/** What a patch changes: a file, where it is one. */
function ofPatch(patch: string): Asked {
  const files = [...patch.slice(0, 200_000).matchAll(PATCHED)];
  const [, what, path] = files.length === 1 ? (files[0] as RegExpMatchArray) : [];
  return { kind: what === 'Add' ? 'write' : 'edit', ...(path === undefined ? {} : { path: path.trim() }) };
}

const PATHS = ['file_path', 'filePath', 'absolute_path', 'path', 'notebook_path', 'dir_path'];

function textIn(fields: Input, names: readonly string[]): string | undefined {
  for (const name of names) if (typeof fields[name] === 'string' && fields[name] !== '') return fields[name];
  return undefined;
}

/** A line, or words as a list, `bash -lc LINE` among them. */
function commandIn(fields: Input): string | undefined {
  const given = fields.command ?? fields.cmd ?? fields.script;
  if (typeof given === 'string') return given;
  if (!Array.isArray(given) || !given.every((word): word is string => typeof word === 'string')) return undefined;
  if (/^(?:\/bin\/)?(?:ba|z|da)?sh$/.test(given[0] ?? '') && /^-l?c$/.test(given[1] ?? '')) return given[2];
  return given.map((word) => (/^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}

const TEXT = /"(?:[^"\\\n]|\\.)*"/y;

/** The script of a model that calls tools in code: one command in it, written out, is that command. */
function inCode(input: unknown): Asked {
  if (typeof input !== 'string') return { kind: 'other' };
  const calls = input.split('exec_command(').length - 1;
  const part = input.slice(input.indexOf('exec_command('));
  const from = /\bcmd"? ?: ?"/.exec(part.slice(0, 2000));
  TEXT.lastIndex = from ? from.index + from[0].length - 1 : part.length;
  const written = TEXT.exec(part)?.[0];
  if (calls !== 1 || written === undefined) return { kind: calls > 0 ? 'shell' : 'other' };
  try {
    return { kind: 'shell', command: String(JSON.parse(written)) };
  } catch {
    return { kind: 'shell' };
  }
}
