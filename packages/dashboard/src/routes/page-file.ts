import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The page as it is served, and the rule for browsers under which it runs. */
export interface Page {
  readonly html: string;
  readonly policy: string;
}

/** Where the build puts it: beside the sources as beside what is built of them. */
const PAGE = new URL('../dist/page.html', import.meta.url);
const BESIDE = new URL('../../dist/page.html', import.meta.url);

let known: Page | undefined;

/** Reads the page once. @throws where the package was not built. */
export function readPage(): Page {
  known ??= pageOf(readEither());
  return known;
}

/** The page with a policy that lets its own script and style run and nothing else: no other script, picture, frame or address. */
export function pageOf(html: string): Page {
  const hashOf = (tag: string) => {
    const text = new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`).exec(html)?.[1] ?? '';
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  };
  const rules = [
    "default-src 'none'",
    `script-src ${hashOf('script')}`,
    `style-src ${hashOf('style')}`,
    "connect-src 'self'",
    // Its own sign, which stands in the page.
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return { html, policy: rules.join('; ') };
}

function readEither(): string {
  try {
    return readFileSync(PAGE, 'utf8');
  } catch {
    return readFileSync(BESIDE, 'utf8');
  }
}
