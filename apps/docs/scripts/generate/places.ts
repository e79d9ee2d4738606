import { readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { ROOT } from './files.js';

/** Where the README of each package is shown. */
const READMES: Readonly<Record<string, string>> = {
  core: '/guide/core',
  create: '/start/create',
  agents: '/agents/',
  'ai-sdk': '/frameworks/ai-sdk',
  langchain: '/frameworks/langchain',
  langgraph: '/frameworks/langgraph',
  'openai-agents': '/frameworks/openai-agents',
  express: '/frameworks/express',
  hono: '/frameworks/hono',
  mcp: '/frameworks/mcp',
  stores: '/guide/stores',
  cli: '/reference/cli',
  dashboard: '/agents/dashboard',
  learn: '/agents/learn',
  memory: '/guide/memory',
  kompress: '/guide/kompress',
  'kompress-model': '/guide/kompress',
  image: '/guide/pictures',
  proxy: '/guide/proxy',
};

const FILES: Readonly<Record<string, string>> = {
  'README.md': '/start/library',
  'SECURITY.md': '/guide/security',
  'AGENTS.md': '/contributing/architecture',
  'CONTRIBUTING.md': '/contributing/architecture',
  docker: '/guide/deploy',
  'docker/README.md': '/guide/deploy',
  'docs/adapters.md': '/reports/adapters',
  'docs/sizing.md': '/reports/sizing',
  'docs/mended.md': '/reports/mended',
};

/** The page of the site that shows a file of the repository, or undefined where none does. */
export function pageOf(path: string): string | undefined {
  const clean = path.replace(/\/$/, '');
  if (FILES[clean]) return FILES[clean];
  const [, name] = /^packages\/([^/]+)(?:\/README\.md)?$/.exec(clean) ?? [];
  if (name) return READMES[name];
  const [, folder, page] = /^docs\/(decisions|reports)\/([^/]+)\.md$/.exec(clean) ?? [];
  return folder && page ? `${folder === 'reports' ? '' : '/contributing'}/${folder}/${page}` : undefined;
}

/** The pages of decisions by their numbers. */
const DECISIONS: ReadonlyMap<string, string> = new Map(
  readdirSync(`${ROOT}docs/decisions`).map((file) => [file.slice(0, 4), file.replace(/\.md$/, '')]),
);

/** Files of `docs/` that a text names without a link get one. */
export function linkedByName(text: string): string {
  return text
    .replace(/(?<![[\w/])docs\/decisions\/(\d{4})\b(?![-\]])/g, (whole, number: string) => {
      const page = DECISIONS.get(number);
      return page ? `[decision ${number}](/contributing/decisions/${page})` : whole;
    })
    .replace(/(?<![[\w/])docs\/[\w/-]+\.md\b(?!\])/g, (path) => {
      const page = pageOf(path);
      return page ? `[${path}](${page})` : path;
    });
}

/** The place in the repository that a link in one of its files leads to, without an anchor. */
function placeOf(target: string, file: string): string {
  return posix.normalize(posix.join(posix.dirname(file), target));
}

/** Headings of the README whose text stands on another page than the link. */
const ANCHORS: Readonly<Record<string, string>> = { 'README.md#how-well-it-works': '/guide/limits#how-well-it-works' };

/** Links to files of the repository lead to their pages; where there is no page, the words stay without a link. */
export function linkedToPages(markdown: string, file: string): string {
  return markdown.replace(/\[([^\]\n]*)\]\(([^)\s]+)\)/g, (whole, words: string, target: string) => {
    const moved = ANCHORS[file + target];
    if (moved) return `[${words}](${moved})`;
    if (/^(?:[a-z]+:|#)/.test(target)) return whole;
    const [path = '', anchor] = target.split('#');
    const page = pageOf(placeOf(path, file));
    return page ? `[${words}](${page}${anchor ? `#${anchor}` : ''})` : words;
  });
}
