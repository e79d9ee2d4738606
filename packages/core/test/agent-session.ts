/** A tool call of a made-up session and what it gave. */
export interface SessionStep {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly result: string;
  /** Nothing of the result may be missing: a part was asked for, or the file was edited. */
  readonly isWorkingCopy: boolean;
  /** The number of the first line, where the result is a file shown with line numbers. */
  readonly firstLine?: number;
}

const WORDS = 'order invoice customer session token parser buffer stream worker queue table cache route'.split(' ');

function chance(seed: number): (below: number) => number {
  let state = (seed * 2654435761 + 97) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A session of reads, edits, polls and snapshots over three files, the same for the same seed. */
export function agentSession(seed: number): readonly SessionStep[] {
  const random = chance(seed);
  const word = (): string => WORDS[random(WORDS.length)]!;
  const code = (): string => {
    const indent = ' '.repeat(4 * random(3));
    const kinds = [
      `${indent}const ${word()}${random(99)} = await ${word()}.${word()}(${word()}, ${random(9999)});`,
      `${indent}}`,
      '',
      `${random(60)}`,
      `${indent}// ${word()} ${word()} 文件 of the ${word()}`,
      `${random(50)}: '${word()}',`,
    ];
    return kinds[random(kinds.length)]!;
  };
  const many = (count: number, make: (i: number) => string): string[] =>
    Array.from({ length: count }, (_, i) => make(i));
  const paths = ['/repo/src/log/a.ts', 'lib/b.py', 'README.md'];
  const files = new Map(paths.map((path) => [path, many(30 + random(90), code)]));
  const before = new Map<string, string[]>();
  const edited = new Set<string>();
  const log: string[] = [];
  const page = many(80, (i) => `  - link "${word()} ${word()} ${i}" [ref=e${i}]`);
  const end = random(6) === 0 ? '\r\n' : '\n';
  const footer =
    random(3) === 0
      ? many(5, (i) => `${i === 0 ? '\n' : ''}A reminder that a harness adds to every file it shows`)
      : [];
  const show = (lines: readonly string[], from: number): string =>
    [...lines.map((line, i) => `${String(from + i).padStart(6)}\t${line}`), ...footer].join(end);
  const steps: SessionStep[] = [];
  const add = (tool: string, input: SessionStep['input'], result: string, more: Partial<SessionStep> = {}): void => {
    steps.push({ tool, input, result, isWorkingCopy: false, ...more });
  };
  for (let i = 0; i < 14; i++) {
    const path = paths[random(3)]!;
    const file = files.get(path)!;
    const from = 1 + random(file.length - 20);
    const part = file.slice(from - 1, from + 10 + random(60));
    const kinds: (() => void)[] = [
      () => add('Read', { file_path: path }, show(file, 1), { isWorkingCopy: edited.has(path), firstLine: 1 }),
      () => add('Read', { file_path: path, offset: from }, show(part, from), { isWorkingCopy: true, firstLine: from }),
      () => add('Bash', { command: `cat "${path}"` }, file.join(end), { isWorkingCopy: edited.has(path) }),
      () =>
        add('Bash', { command: ['bash', '-lc', `awk 'NR>=${from} && NR<=${from + 70}' ${path}`] }, part.join(end), {
          isWorkingCopy: true,
        }),
      () => {
        log.push(
          ...many(
            20 + random(80),
            (k) => `2024-05-05 12:${10 + (k % 50)}:00 ${k % 9 ? 'INFO' : 'ERROR'} ${word()} took ${random(900)} ms`,
          ),
        );
        add('Bash', { command: 'tail -n 300 app.log' }, log.slice(-300).join('\n'));
      },
      () => {
        page[random(80)] = `  - text "${word()} ${random(999)}"`;
        add('snapshot', {}, page.join('\n'));
      },
      () => {
        const next = [...file];
        next.splice(from, 3, ...many(1 + random(8), code));
        before.set(path, file);
        files.set(path, next);
        edited.add(path);
        add(
          'Edit',
          {
            file_path: path,
            old_string: file.slice(from, from + 3).join('\n'),
            new_string: next.slice(from, from + 8).join('\n'),
          },
          'ok',
        );
      },
      () => {
        const next = many(40, code);
        before.set(path, file);
        files.set(path, next);
        edited.add(path);
        add('Write', { file_path: path, content: next.join('\n') }, 'written');
      },
      () => {
        files.set(path, before.get(path) ?? file);
        add('Bash', { command: `git checkout ${path}` }, 'ok');
      },
    ];
    kinds[random(kinds.length)]!();
  }
  return steps;
}
