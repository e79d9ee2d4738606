import { headroomPlugin, type PluginContext } from './opencode/plugin.js';

/** What opencode loads: it takes every export of a plugin's file for a plugin. */
export const Headroom = (context: PluginContext): Promise<object> => headroomPlugin(context, process.env);
