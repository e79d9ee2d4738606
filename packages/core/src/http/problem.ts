/** An answer that says what is wrong, for code that works down a request. Its words never quote the request. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }

  /** As problem details for HTTP APIs (RFC 9457). */
  toResponse(): Response {
    const { status, code, detail } = this;
    const type = `urn:headroom:problem:${code}`;
    return new Response(JSON.stringify({ type, title: code.replaceAll('_', ' '), status, code, detail }), {
      status,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...this.headers },
    });
  }
}

/** An answer that went well, as JSON text. */
export function jsonResponse(json: string): Response {
  return new Response(json, { headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } });
}
