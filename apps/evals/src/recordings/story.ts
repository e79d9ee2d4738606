import type { Message } from '@headroom/agents/replay';
import { pageTree } from './page.js';
import { Workspace } from './workspace.js';

/** Writes one session down while its calls are really made in this repository. */
export class Story {
  readonly messages: Message[] = [];
  readonly workspace = new Workspace();

  user(content: string): void {
    this.messages.push({ role: 'user', content });
  }

  answer(content: string): void {
    this.messages.push({ role: 'assistant', content });
  }

  call(name: string, input: object, output: string, content = ''): string {
    const id = `call_${this.messages.length}`;
    const call = { id, type: 'function', function: { name, arguments: JSON.stringify(input) } } as const;
    this.messages.push({ role: 'assistant', content, tool_calls: [call] });
    this.messages.push({ role: 'tool', tool_call_id: id, content: output });
    return output;
  }

  read(path: string, offset?: number, limit?: number): string {
    const input = { file_path: `/repo/${path}`, ...(offset ? { offset } : {}), ...(limit ? { limit } : {}) };
    return this.call('Read', input, this.workspace.view(path, offset, limit));
  }

  bash(command: string, content = ''): string {
    return this.call('Bash', { command }, this.workspace.run(command), content);
  }

  grep(pattern: string, path: string): string {
    const found = this.workspace.run(`git grep -nE -e '${pattern}' -- '${path}'`);
    return this.call('Grep', { pattern, path: `/repo/${path}`, output_mode: 'content' }, found);
  }

  edit(path: string, old: string, text: string): string {
    const input = { file_path: `/repo/${path}`, old_string: old, new_string: text };
    return this.call('Edit', input, this.workspace.edit(path, old, text));
  }

  test(paths: readonly string[]): string {
    const names = paths.filter((path) => path.includes('.test.')).join(' ');
    return this.call('Bash', { command: `npx vitest run ${names}` }, this.workspace.test(paths));
  }

  /** Opens a page of documentation in a browser, or clicks on what leads there. */
  page(path: string, clicked?: { readonly element: string; readonly ref: string }): string {
    const url = `https://headroom.example/${path}`;
    const tree = pageTree(path, url, this.workspace.text(path));
    return clicked ? this.call('browser_click', clicked, tree) : this.call('browser_navigate', { url }, tree);
  }
}

/** What a pattern finds in an output, as an agent reads it there; the group where it has one. */
export function seen(output: string, pattern: RegExp): string {
  const found = pattern.exec(output);
  if (!found) throw new Error(`Not in the output: ${pattern}`);
  return found[1] ?? found[0];
}
