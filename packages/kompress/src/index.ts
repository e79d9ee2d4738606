export { kompress, kompressText } from './kompress.js';
export type { KompressOptions, KompressWarning } from './options.js';
