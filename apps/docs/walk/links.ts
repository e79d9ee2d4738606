import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** The pages of the built site, as paths that begin with a slash. */
export function pagesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .map((file) => `/${file}`)
    .sort();
}

const attributes = (html: string, name: string): string[] =>
  [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value = '']) => value.replaceAll('&amp;', '&'));

/** Links within the site that lead to no file, or to no heading of one; and links to other hosts, which have to be meant. */
export function brokenLinks(folder: string): string[] {
  const pages = new Map(pagesIn(folder).map((page) => [page, readFileSync(folder + page, 'utf8')]));
  const ids = new Map([...pages].map(([page, html]) => [page, new Set(attributes(html, 'id'))]));
  const broken: string[] = [];
  for (const [page, html] of pages)
    for (const href of new Set(attributes(html, 'href'))) {
      if (/^(?:data|https?|mailto):/.test(href)) continue;
      const [path = '', anchor] = href.split('#');
      const target =
        path === '' ? page : posix.normalize(path.startsWith('/') ? path : posix.join(posix.dirname(page), path));
      const found = [target, `${target}index.html`, `${target}.html`].find((one) => pages.has(one));
      if (!found && !existsSync(folder + target)) broken.push(`${page} links ${href}`);
      else if (found && anchor && !ids.get(found)?.has(decodeURIComponent(anchor)))
        broken.push(`${page} links ${href}: no such heading`);
    }
  return broken;
}
