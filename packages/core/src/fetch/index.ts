export { type HeadroomFetchOptions, headroomFetch } from './headroom-fetch.js';
export { type Fetch, Outgoing } from './outgoing.js';
export type { OwnerName, OwnerOptions } from './owner-of.js';
export type { RetrieveOption } from './retrieve-option.js';
export { type WrapFetch, type WrapperNames, withFetch } from './with-fetch.js';
export { withHeadroom } from './with-headroom.js';
