import type { Memory } from '../../model/memory.js';
import type { MemoryRecord, Source } from '../../model/record.js';
import type { Scope } from '../../model/scope.js';
import { withoutHidden } from '../../pack/invisible.js';
import { ROOT, refuse } from './file-path.js';

const TAG = 'memory-file';
const PAGE = 500;

/** One file as it is kept. */
export interface MemoryFile {
  readonly id: string;
  readonly path: string;
  readonly content: string;
}

/** The files of a scope: each is one record, its path in the first line of the text, so that it is found by its name too. */
export class MemoryFolder {
  constructor(
    private readonly memory: Memory,
    private readonly scope: Scope,
    private readonly source: Source | undefined,
  ) {}

  async file(path: string): Promise<MemoryFile | undefined> {
    return (await this.#with([TAG, tagOf(path)]))[0];
  }

  /** @throws HeadroomError for a file that is not there. */
  async required(path: string): Promise<MemoryFile> {
    return (await this.file(path)) ?? refuse(`The path ${path} does not exist. Please provide a valid path`);
  }

  /** All files at or below a path, by their paths. */
  async below(path: string): Promise<readonly MemoryFile[]> {
    const all = await this.#with([TAG]);
    const found = all.filter((file) => path === ROOT || file.path === path || file.path.startsWith(`${path}/`));
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Writes a file; what it was stays in the history of its record. */
  async write(path: string, content: string): Promise<void> {
    await this.memory.remember({
      scope: this.scope,
      // A text that only differs in spaces or case is another content, so it must not be merged as an equal fact is.
      kind: 'turn',
      text: `${path}\n${content}`,
      key: tagOf(path),
      tags: [TAG, tagOf(path)],
      ...(this.source && { source: this.source }),
    });
  }

  async remove({ id }: MemoryFile, reason: string): Promise<void> {
    await this.memory.forget(this.scope, id, reason);
  }

  async #with(tags: readonly string[]): Promise<MemoryFile[]> {
    const { scope } = this;
    const found: MemoryFile[] = [];
    for (let after: string | undefined; ; ) {
      const page = await this.memory.list({ scope, tags, limit: PAGE, ...(after !== undefined && { after }) });
      found.push(...page.filter((record) => record.scope.path === scope.path).map(fileOf));
      if (page.length < PAGE) return found;
      after = page.at(-1)?.id;
    }
  }
}

function tagOf(path: string): string {
  return `${TAG}:${path}`;
}

function fileOf({ id, text }: MemoryRecord): MemoryFile {
  const end = text.indexOf('\n');
  return { id, path: text.slice(0, end), content: withoutHidden(text.slice(end + 1)) };
}
