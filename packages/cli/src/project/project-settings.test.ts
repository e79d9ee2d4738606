import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { optionsFor } from '../service/project-options.js';
import { optionsOf, projectAt, readSettings } from './project-settings.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'headroom-project-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, value: unknown): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}

const RIGHT: readonly unknown[] = [
  {},
  { $schema: './node_modules/@headroom/cli/headroom.schema.json', mode: 'aggressive' },
  { enabled: false },
  { lossless: true },
  { lossless: true, mode: 'lossless' },
  { lossless: false, mode: 'aggressive' },
  { excludeTools: ['Read', 'mcp__db__*'], minTokens: 0, failedCommands: true },
  { excludeTools: [] },
];
const WRONG: readonly (readonly [unknown, RegExp])[] = [
  [{ mode: 'fast' }, /"mode" is "fast"; it has to be "lossless", "balanced" or "aggressive"/],
  [{ modus: 'lossless' }, /no setting "modus"; there are enabled, mode/],
  [{ toString: 1 }, /no setting "toString"/],
  [{ lossless: 'yes' }, /"lossless" is "yes"; it has to be true or false/],
  [{ lossless: true, mode: 'balanced' }, /one of them has to go/],
  [{ excludeTools: 'Read' }, /a list of/],
  [{ excludeTools: [''] }, /a list of/],
  [{ excludeTools: Array.from({ length: 101 }, () => 'x') }, /a list of at most 100/],
  [{ minTokens: -1 }, /whole number/],
  [{ minTokens: 1.5 }, /whole number/],
  [{ failedCommands: 1 }, /true or false/],
  [{ enabled: null }, /true or false/],
  [[], /one JSON object/],
  ['text', /one JSON object/],
];

describe('what a project may say', () => {
  it('is the same in the schema that is published', () => {
    const schema = JSON.parse(readFileSync(new URL('../../headroom.schema.json', import.meta.url), 'utf8'));
    const accepts = new Ajv({ strict: true, strictRequired: false }).compile(schema);
    for (const value of RIGHT) expect([value, accepts(value)]).toEqual([value, true]);
    for (const [value] of WRONG) expect([value, accepts(value)]).toEqual([value, false]);
  });

  it('is read, and what is wrong is said with the file and what may stand there', () => {
    for (const value of RIGHT) readSettings(JSON.stringify(value), 'f');
    for (const [value, says] of WRONG) {
      expect(() => readSettings(JSON.stringify(value), '/p/.headroom.json')).toThrow(says);
      expect(() => readSettings(JSON.stringify(value), '/p/.headroom.json')).toThrow(/^\/p\/\.headroom\.json: /);
    }
    expect(() => readSettings('{\n  "mode": "lossless",\n}', 'f')).toThrow(/not valid JSON in line 3/);
    expect(() => readSettings('', 'f')).toThrow(/not valid JSON/);
    expect(readSettings('\ufeff{"minTokens":3}', 'f')).toEqual({ minTokens: 3 });
  });

  it('becomes options of the engine', () => {
    expect(optionsOf({ lossless: true, excludeTools: ['Read'], minTokens: 9, failedCommands: true })).toEqual({
      mode: 'lossless',
      excludeTools: ['Read'],
      minTokens: 9,
    });
    expect(optionsOf({ mode: 'aggressive', lossless: false })).toEqual({ mode: 'aggressive' });
  });
});

describe('where it is looked for', () => {
  it('is the nearest folder upward, up to the root of the repository', () => {
    write('.headroom.json', { minTokens: 1 });
    mkdirSync(join(root, 'repo', '.git'), { recursive: true });
    mkdirSync(join(root, 'repo', 'a', 'b'), { recursive: true });
    const at = (name: string, home = '/nowhere') => projectAt(join(root, name), home)?.settings.minTokens;
    expect(at('repo/a/b')).toBeUndefined();
    write('repo/.headroom.json', { minTokens: 2 });
    expect(at('repo/a/b')).toBe(2);
    write('repo/a/.headroom.json', { minTokens: 3 });
    expect([at('repo/a/b'), at('repo/a'), at('repo')]).toEqual([3, 3, 2]);
  });

  it('is up to the home, the home included; elsewhere it is the folder alone', () => {
    write('.headroom.json', { minTokens: 1 });
    mkdirSync(join(root, 'home', 'a'), { recursive: true });
    const at = (name: string) => projectAt(join(root, name), join(root, 'home'))?.settings.minTokens;
    expect(at('home/a')).toBeUndefined();
    write('home/.headroom.json', { minTokens: 2 });
    expect(at('home/a')).toBe(2);
    mkdirSync(join(root, 'shared', 'x'), { recursive: true });
    expect([at('shared/x'), at('shared'), at('')]).toEqual([undefined, undefined, 1]);
    symlinkSync(join(root, 'home'), join(root, 'link'));
    expect(projectAt(join(root, 'home', 'a'), join(root, 'link'))?.settings.minTokens).toBe(2);
  });

  it('is no folder, and nothing large', () => {
    mkdirSync(join(root, '.headroom.json'));
    expect(() => projectAt(root)).toThrow(/no file/);
    rmSync(join(root, '.headroom.json'), { recursive: true });
    write('.headroom.json', `{"$schema":"${'x'.repeat(70_000)}"}`);
    expect(() => projectAt(root)).toThrow(/64 kB/);
  });
});

describe('what holds for a call', () => {
  it('is what its session chose, over what the project of its folder says', () => {
    const lines: string[] = [];
    const holds = (chosen: object) => optionsFor({ cwd: root }, chosen, (line) => void lines.push(line));
    expect(holds({ mode: 'balanced' })).toEqual({ mode: 'balanced' });
    write('.headroom.json', { lossless: true, excludeTools: ['Read'], minTokens: 7 });
    expect(holds({})).toEqual({ mode: 'lossless', excludeTools: ['Read'], minTokens: 7 });
    expect(holds({ mode: 'aggressive', excludeTools: ['Bash'] })).toEqual({
      mode: 'aggressive',
      excludeTools: ['Read', 'Bash'],
      minTokens: 7,
    });
    expect(optionsFor({ cwd: 'relative' }, {}, undefined)).toEqual({});
    expect(optionsFor(undefined, {}, undefined)).toEqual({});
    write('.headroom.json', { enabled: false });
    expect(holds({})).toBeUndefined();
    expect(lines).toEqual([]);
    write('.headroom.json', '{"mode":"secret text"}');
    expect(holds({})).toBeUndefined();
    expect(lines).toEqual(['project settings failed: a .headroom.json cannot be used']);
  });
});
