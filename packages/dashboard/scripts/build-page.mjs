/**
 * Builds the page into one file, `dist/page.html`, with its script and its style inside, and the licences of what is built into it
 * beside it in `dist/THIRD-PARTY-NOTICES.txt`. Another file can be named to write to.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../src/page/', import.meta.url));
const target = process.argv[2] ?? fileURLToPath(new URL('../dist/page.html', import.meta.url));
const MOST_BYTES = 250_000;

const built = await build({
  root,
  configFile: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { write: false, target: 'es2022', cssCodeSplit: false, rollupOptions: { input: `${root}main.tsx` } },
});
const { output } = Array.isArray(built) ? built[0] : built;
const script = output.filter(({ type }) => type === 'chunk').map(({ code }) => code);
const style = output.filter(({ fileName }) => fileName.endsWith('.css')).map(({ source }) => String(source));
if (script.length !== 1 || style.length !== 1)
  throw new Error(`The page is ${script.length} scripts and ${style.length} styles`);
// No text of either may end the element it stands in.
const js = script[0].replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
if (/<\/style/i.test(style[0])) throw new Error('The style would end itself');
const page = readFileSync(`${root}index.html`, 'utf8')
  .replace('<style></style>', () => `<style>${style[0]}</style>`)
  .replace('<script type="module"></script>', () => `<script type="module">${js}</script>`);
if (page.length > MOST_BYTES) throw new Error(`The page has ${page.length} bytes, more than ${MOST_BYTES}`);
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, page);

function notice(name) {
  const folder = new URL(`../node_modules/${name}/`, import.meta.url);
  const { version, license } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} holds no licence text`);
  return `${name} ${version} (${license})\n\n${readFileSync(new URL(file, folder), 'utf8').trim()}\n`;
}

if (process.argv[2] === undefined)
  writeFileSync(
    new URL('../dist/THIRD-PARTY-NOTICES.txt', import.meta.url),
    `Parts of @headroom/dashboard were made by others:\n\n${['preact', 'uplot'].map(notice).join(`\n${'-'.repeat(80)}\n\n`)}`,
  );
