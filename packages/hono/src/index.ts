export { type BodyDoorOptions, type BodyReport, loopbackOnly, type RoutesOptions } from '@headroom/core/http';
export { headroom } from './middleware.js';
export { type HeadroomRouterOptions, headroomRouter } from './router.js';
