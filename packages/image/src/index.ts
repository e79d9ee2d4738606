export type { ImageRouterOptions, Technique } from './options.js';
export { imageRouter } from './router.js';
