export { type BodyDoor, type BodyDoorOptions, createBodyDoor, type RequestHead } from './body-door.js';
export type { BodyReport, SkipReason } from './body-report.js';
export type { SmallerBody } from './compress-body.js';
export { modelOf, takesConversation } from './endpoints.js';
export { BYPASS_HEADER } from './json-body.js';
export { loopbackOnly, type Peer } from './loopback.js';
export { type ReadBody, readUpTo } from './read-up-to.js';
export { createRoutes, ROUTE_PATHS, type RoutePath, type Routes, type RoutesOptions } from './routes.js';
export type { Stats } from './tally.js';
