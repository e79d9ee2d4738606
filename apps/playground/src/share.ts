import type { Explained } from '../../../packages/dashboard/src/routes/told.js';

/** Read when the page opens, so that saving needs no network. */
const page = import('virtual:shared-page').then(({ default: html }) => html);

const NOTHING = '{"requests":[]}';

/** One file that shows the same, holds its texts, and asks for nothing. */
export async function asFile(explained: Explained): Promise<string> {
  const html = await page;
  if (!html.includes(NOTHING)) throw new Error('The page to fill has no place for requests');
  // No text can end the element it stands in.
  return html.replace(NOTHING, () => JSON.stringify(explained).replace(/</g, '\\u003c'));
}

/** Gives a text to the user's downloads. */
export function save(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/html' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
