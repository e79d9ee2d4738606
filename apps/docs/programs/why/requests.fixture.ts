/** What the tool of all these programs returns. */
export const listRequests = () =>
  Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));
