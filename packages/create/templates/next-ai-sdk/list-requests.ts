/** A tool's long result: 500 requests, one of which failed. */
export function listRequests() {
  return Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));
}
