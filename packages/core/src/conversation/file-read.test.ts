import { describe, expect, it } from 'vitest';
import type { ToolCall } from '../model/block.js';
import { speaksOfChange } from '../question/edit-intent.js';
import { fileReadOf, filesWritten, isSameFile } from './file-read.js';

const shell = (command: unknown): ToolCall => ({ id: '1', tool: 'bash', input: { command } });

describe('a file that a shell command shows', () => {
  it.each<[unknown, string[], boolean]>([
    ['cat "src/my file.ts"', ['src/my file.ts'], false],
    ["cd /repo && cat 'src/a.ts'", ['src/a.ts'], false],
    [['bash', '-lc', "sed -n '1,200p' src/a.ts"], ['src/a.ts'], true],
    [['cat', 'src/a.ts'], ['src/a.ts'], false],
    ["sed -n '10,20p;30,40p' src/a.ts", ['src/a.ts'], true],
    ["awk 'NR>=10 && NR<=80' src/a.ts", ['src/a.ts'], true],
    ['cat src/a.ts 2>/dev/null | head -50', ['src/a.ts'], true],
    ['nl -ba src/größe.py | sed -n "5,9p"', ['src/größe.py'], true],
    ['git show HEAD~2:src/a.ts', ['src/a.ts'], false],
    ['cat src/log/writer.ts', ['src/log/writer.ts'], false],
  ])('is named by %j', (command, paths, part) => {
    expect(fileReadOf(shell(command))).toEqual({ paths, part, made: false });
  });

  it.each(['cat src/a.ts | grep x', 'ls -la src', "echo 'cat src/a.ts'", 'npm test'])('is none in %j', (command) => {
    expect(fileReadOf(shell(command))).toBeUndefined();
  });

  it.each(['cat var/log/app', 'tail -n 50 build.log', 'cat data.csv', 'cat package-lock.json'])(
    'is made by programs in %j',
    (command) => {
      expect(fileReadOf(shell(command))?.made).toBe(true);
    },
  );
});

describe('a file that a call changes', () => {
  it.each<[ToolCall, string[]]>([
    [shell("sed -i 's/a/b/' src/a.ts"), ['src/a.ts']],
    [shell("mkdir -p src\ncat > src/a.ts <<'EOF'\nrm > b.ts\nEOF"), ['src/a.ts']],
    [shell('echo x | tee src/a.ts'), ['src/a.ts']],
    [shell('npm test > out.txt 2>&1'), []],
    [shell('echo "a > b.ts"'), []],
    [{ id: '1', tool: 'apply_patch', input: '*** Begin Patch\n*** Update File: src/a.ts\n@@\n-a\n+b' }, ['src/a.ts']],
    [shell(['apply_patch', '*** Begin Patch\n*** Add File: src/a.ts\n+b']), ['src/a.ts']],
    [{ id: '1', tool: 'Edit', input: { file_path: 'src/a.ts', old_string: 'a' } }, ['src/a.ts']],
  ])('is named by %j', (call, paths) => {
    expect(filesWritten(call)).toEqual(paths);
  });

  it('is the same by its whole path and by its end', () => {
    expect(isSameFile('/repo/src/a.ts', './src/a.ts')).toBe(true);
    expect(isSameFile('src\\a.ts', 'C:\\repo\\src\\a.ts')).toBe(true);
    expect(isSameFile('src/ba.ts', 'a.ts')).toBe(false);
  });
});

it.each([
  'Kannst du den Fehler beheben?',
  '请修复解析器里的错误',
  'バグを直してください',
  'Peux-tu corriger ça ?',
  'Исправь ошибку',
])('an edit is announced in %j', (text) => expect(speaksOfChange(text)).toBe(true));
