export type { Workers } from '../model/workers.js';
export { type WorkersOptions, workers } from './node-workers.js';
