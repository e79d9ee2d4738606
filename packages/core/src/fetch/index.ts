export { type HeadroomFetchOptions, headroomFetch } from './headroom-fetch.js';
export type { Fetch } from './outgoing.js';
export { withHeadroom } from './with-headroom.js';
