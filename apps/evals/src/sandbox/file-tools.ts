import type { World } from '../items/item.js';
import type { ToolSpec } from '../wire/chat.js';
import type { Files } from './files.js';

const tool = (name: string, description: string, fields: Readonly<Record<string, string>>): ToolSpec => ({
  name,
  description,
  parameters: {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(fields).map(([key, text]) => [key, { type: 'string', description: text }]),
    ),
    required: Object.keys(fields),
  },
});

export { tool };

export const FILE_TOOLS: readonly ToolSpec[] = [
  tool('search', 'Lines of all files in which some words stand, as path:line: text.', { text: 'The words.' }),
  tool('read_file', 'A file as it is.', { path: 'Its path.' }),
  tool('write_file', 'Writes a file.', { path: 'Its path.', text: 'All of its text.' }),
];

export const SHELL_TOOLS: readonly ToolSpec[] = [
  tool('run', 'Runs one command: ls [folder], cat FILE, head -n N FILE, tail -n N FILE, grep WORDS FILE, wc -l FILE.', {
    command: 'It.',
  }),
  tool('write_file', 'Writes a file.', { path: 'Its path.', text: 'All of its text.' }),
];

const string = (value: unknown) => (typeof value === 'string' ? value : '');

function search(files: Files, text: string): string {
  const found = [...files].flatMap(([path, content]) =>
    content.split('\n').flatMap((line, i) => (line.includes(text) ? [`${path}:${i + 1}:${line}`] : [])),
  );
  return found.length > 0 ? found.join('\n') : 'No line has these words.';
}

const unquoted = (word: string) => word.replace(/^(["'])(.*)\1$/, '$2');

/** The few commands that the shell has; anything else is said to be unknown. */
function runCommand(files: Files, command: string): string {
  const [name = '', ...words] = (command.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map(unquoted);
  const path = words.at(-1) ?? '';
  const text = files.get(path);
  if (name === 'ls') return [...files.keys()].filter((one) => path === '' || one.startsWith(path)).join('\n');
  if (!['cat', 'head', 'tail', 'grep', 'wc'].includes(name)) return `${name}: command not found`;
  if (text === undefined) return `${name}: ${path}: No such file or directory`;
  const lines = text.split('\n');
  const count = Number(words[words.indexOf('-n') + 1]) || 10;
  if (name === 'head') return lines.slice(0, count).join('\n');
  if (name === 'tail') return lines.slice(-count).join('\n');
  if (name === 'wc') return `${lines.length} ${path}`;
  if (name === 'grep') return lines.filter((line) => line.includes(words.at(-2) ?? '')).join('\n');
  return text;
}

/** Tools on files in memory. */
export function fileWorld(files: Files): World {
  return {
    call(name, input) {
      const path = string(input.path);
      if (name === 'search') return search(files, string(input.text));
      if (name === 'run') return runCommand(files, string(input.command));
      if (name === 'read_file') return files.get(path) ?? `There is no file ${path}.`;
      if (name !== 'write_file') return `There is no tool ${name}.`;
      files.set(path, string(input.text));
      return `Wrote ${string(input.text).length} characters to ${path}.`;
    },
  };
}
