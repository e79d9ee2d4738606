/** Header names and values in turn, as they stood on the wire: in order, in their own letter case, repeated where they were. */
export type RawHeaders = readonly string[];

/** What belongs to one connection alone (RFC 9110, 7.6.1). */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Calls `visit` with every header; the name also in lower case. */
export function eachHeader(headers: RawHeaders, visit: (name: string, value: string, lower: string) => void): void {
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at] as string;
    visit(name, headers[at + 1] as string, name.toLowerCase());
  }
}

/** The headers for which `keeps` holds, in their order. */
export function keptHeaders(headers: RawHeaders, keeps: (lower: string, value: string) => boolean): string[] {
  const kept: string[] = [];
  eachHeader(headers, (name, value, lower) => {
    if (keeps(lower, value)) kept.push(name, value);
  });
  return kept;
}

/** Everything that is meant for the other end; also what `Connection` names stays behind. */
export function endToEnd(headers: RawHeaders): string[] {
  const named = new Set<string>();
  eachHeader(headers, (_, value, lower) => {
    if (lower === 'connection') for (const token of value.split(',')) named.add(token.trim().toLowerCase());
  });
  return keptHeaders(headers, (lower) => !HOP_BY_HOP.has(lower) && !named.has(lower));
}

/** The first value of a header; undefined where there is none. */
export function headerIn(headers: RawHeaders, wanted: string): string | undefined {
  for (let at = 0; at + 1 < headers.length; at += 2)
    if ((headers[at] as string).toLowerCase() === wanted) return headers[at + 1];
  return undefined;
}

/** The same as `Headers`; what those cannot hold is left out. */
export function toHeaders(headers: RawHeaders): Headers {
  const result = new Headers();
  eachHeader(headers, (name, value) => {
    try {
      result.append(name, value);
    } catch {
      // A value with bytes that only a raw socket may send.
    }
  });
  return result;
}
