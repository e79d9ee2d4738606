// opencode takes every export of a plugin's file for a plugin.
export { Headroom } from './opencode/plugin.js';
