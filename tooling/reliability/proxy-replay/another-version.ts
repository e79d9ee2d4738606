import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../../packages/', import.meta.url));
const OURS = ['core', 'proxy', 'stores'];
/** What the other version does in another way: of a log it leaves nothing out. */
const CHANGED = /(name: "log",[^}]{0,300}?\bread: )\w+/g;

/** Another version of what is built here, in a folder of its own. */
export interface AnotherVersion {
  /** A program of ours that runs on it. */
  readonly program: string;
  /** The main module of its core. */
  readonly core: string;
  remove(): void;
}

/** Copies what is built, under another version, with one compressor that gives something else; and a program beside it. */
export function anotherVersion(program: string): AnotherVersion {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-version-'));
  for (const name of OURS) copyPackage(name, join(folder, 'node_modules', '@headroom', name));
  link(join(packages, 'stores', 'node_modules', 'ioredis'), join(folder, 'node_modules', 'ioredis'));
  const copy = join(folder, 'server.ts');
  cpSync(program, copy);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const core = join(folder, 'node_modules', '@headroom', 'core', 'dist', 'index.js');
  return { program: copy, core, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function copyPackage(name: string, to: string): void {
  const from = join(packages, name);
  if (!existsSync(join(from, 'dist'))) throw new Error(`@headroom/${name} is not built`);
  mkdirSync(to, { recursive: true });
  cpSync(join(from, 'dist'), join(to, 'dist'), { recursive: true });
  const about = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as { version: string };
  writeFileSync(join(to, 'package.json'), JSON.stringify({ ...about, version: '99.0.0' }));
  if (name === 'core' && change(join(to, 'dist')) === 0)
    throw new Error('The log compressor was not found in the build');
  const needed = join(from, 'node_modules');
  for (const scope of readdirSync(needed).filter((entry) => !['@headroom', '.bin'].includes(entry)))
    link(join(needed, scope), join(to, 'node_modules', scope));
}

/** A scope of packages is a folder of links, which may be linked as it is. */
function link(from: string, to: string): void {
  mkdirSync(join(to, '..'), { recursive: true });
  symlinkSync(realpathSync(from), to);
}

function change(folder: string): number {
  let changes = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
    const text = readFileSync(join(folder, file), 'utf8');
    const changed = text.replace(CHANGED, (_, before: string) => {
      changes++;
      return `${before}() => undefined`;
    });
    if (changed !== text) writeFileSync(join(folder, file), changed);
  }
  return changes;
}
