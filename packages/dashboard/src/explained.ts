import { pageOf, readPage } from './routes/page-file.js';
import type { Explained } from './routes/told.js';
import { type ExplainedRequest, tellRequest } from './tell-request.js';

/** The dashboard's view of requests as one file that holds their texts, and asks for nothing. */
export function explainedPage(requests: readonly ExplainedRequest[]): string {
  const data: Explained = { requests: requests.map(tellRequest) };
  const { html } = readPage();
  // No text can end the element it stands in.
  const json = JSON.stringify(data).replace(/</g, '\\u003c');
  const filled = html.replace(
    '</body>',
    () => `<script type="application/json" id="explained">${json}</script></body>`,
  );
  const policy = pageOf(html)
    .policy.replace("connect-src 'self'", "connect-src 'none'")
    .replace(/; frame-ancestors[^;]*/, '');
  return filled.replace('<head>', () => `<head><meta http-equiv="Content-Security-Policy" content="${policy}">`);
}
