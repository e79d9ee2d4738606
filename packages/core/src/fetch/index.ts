export { type HeadroomFetchOptions, headroomFetch } from './headroom-fetch.js';
export type { Fetch } from './outgoing.js';
export type { OwnerName, OwnerOptions } from './owner-of.js';
export type { RetrieveOption } from './retrieve-option.js';
export { withHeadroom } from './with-headroom.js';
