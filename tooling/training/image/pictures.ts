/**
 * Collects the pictures that training and figures use: takes them from unpacked Debian packages, renders pages of their
 * documentation, and makes pages of text. `npx tsx pictures.ts FOLDER`: needs dpkg, apt and wkhtmltoimage; writes FOLDER/list.json.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import sharp from 'sharp';
import { chance, madeText, pageOf, STYLES } from './made-text.ts';
import { type Kind, SOURCES, type Source } from './packages.ts';

export interface Listed {
  readonly path: string;
  readonly kind: Kind;
  readonly source: string;
  readonly heldOut: boolean;
}

const home = process.argv[2] ?? '/tmp/headroom-pictures';
const SMALLEST = 120;
const WIDTHS = [800, 1024, 1280];

function unpack({ name }: Source): string {
  const folder = join(home, 'packages', name);
  if (existsSync(folder)) return folder;
  const debs = join(home, 'debs');
  mkdirSync(debs, { recursive: true });
  execFileSync('apt-get', ['download', name], { cwd: debs, stdio: 'ignore' });
  const deb = readdirSync(debs).find((file) => file.startsWith(`${name}_`));
  execFileSync('dpkg-deb', ['-x', join(debs, deb ?? ''), folder]);
  return folder;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
  });
}

/** As many as are wanted, in an order that depends on nothing but the names. */
function chosen(paths: readonly string[], most: number): string[] {
  const place = (path: string) => [...path].reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) >>> 0, 7);
  return [...paths].sort((a, b) => place(a) - place(b)).slice(0, most);
}

function rendered(page: string, source: Source, at: number): string | undefined {
  const folder = join(home, 'rendered', source.name);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${at}.png`);
  if (existsSync(path)) return path;
  const width = WIDTHS[at % WIDTHS.length] ?? 1024;
  const height = Math.round(width * (at % 2 === 0 ? 0.7 : 1.3));
  const args = ['--quiet', '--width', `${width}`, '--height', `${height}`, '--format', 'png', page, path];
  try {
    execFileSync('wkhtmltoimage', args, {
      stdio: 'ignore',
      timeout: 20_000,
      env: { ...process.env, QT_QPA_PLATFORM: 'offscreen' },
    });
  } catch {
    return existsSync(path) ? path : undefined;
  }
  return path;
}

async function fromPackages(): Promise<Listed[]> {
  const found: Listed[] = [];
  for (const source of SOURCES) {
    const folder = unpack(source);
    const least = source.pages ? 6000 : 8000;
    const files = filesIn(folder).filter(
      (path) => source.files.test(relative(folder, path)) && statSync(path).size > least,
    );
    for (const [at, file] of chosen(files, source.most).entries()) {
      const path = source.pages ? rendered(file, source, at) : file;
      const size =
        path &&
        (await sharp(path)
          .metadata()
          .catch(() => undefined));
      if (!path || !size || Math.min(size.width, size.height) < SMALLEST) continue;
      found.push({ path, kind: source.kind, source: source.name, heldOut: source.heldOut });
    }
  }
  return found;
}

/** Pages of text: those that are held out have other seeds, sizes and grounds. */
async function madePages(): Promise<Listed[]> {
  const folder = join(home, 'made');
  mkdirSync(folder, { recursive: true });
  const found: Listed[] = [];
  for (let at = 0; at < 150; at++) {
    const next = chance(at + 1);
    const heldOut = at >= 100;
    const text = madeText(STYLES[at % STYLES.length] ?? 'log', at * 7 + 1, 6 + Math.floor(next() * 40));
    const look = { font: 11 + Math.floor(next() * 16), width: 600 + Math.floor(next() * 1000), dark: next() < 0.4 };
    const path = join(folder, `${at}.png`);
    await sharp(Buffer.from(pageOf(text, look)))
      .png()
      .toFile(path);
    found.push({ path, kind: 'document', source: heldOut ? 'made, held out' : 'made', heldOut });
  }
  return found;
}

const list = [...(await fromPackages()), ...(await madePages())];
writeFileSync(join(home, 'list.json'), JSON.stringify(list, undefined, 1));
const counts = new Map<string, number>();
for (const { kind, heldOut } of list)
  counts.set(`${kind}${heldOut ? ', held out' : ''}`, (counts.get(`${kind}${heldOut ? ', held out' : ''}`) ?? 0) + 1);
console.log(list.length, 'pictures', Object.fromEntries(counts));
