import { isObject, type Json, objectIn } from '../wire/json.js';
import type { Action } from './recover.js';
import type { SeenTool } from './seen.js';

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2);

/** The value that a request gives to a parameter: what stands behind its name, as its type has it. */
function valueSaid(request: string, name: string, schema: Json): unknown {
  const said = name.replaceAll('_', ' ');
  const after = new RegExp(
    `\\b(?:${said}|${name})\\b(?: of| is| to| =|:)? (\\[[^\\]]*\\]|"[^"]*"|-?\\d+(?:\\.\\d+)?|true|false)`,
    'i',
  ).exec(request)?.[1];
  if (after === undefined) return undefined;
  if (schema.type === 'array') return JSON.parse(after.startsWith('[') ? after : `[${after}]`);
  if (schema.type === 'string') return after.replaceAll('"', '');
  return after.startsWith('"') ? after.slice(1, -1) : JSON.parse(after);
}

/** One call for each part of a request that names a function by its words. */
export function callFunction(request: string, tools: readonly SeenTool[]): Action {
  const parts = request.split(/;\s*/);
  const calls = parts.flatMap((part) => {
    const there = new Set(wordsOf(part));
    const fits = tools.map((tool) => {
      const own = [...new Set(wordsOf(`${tool.name} ${tool.description}`))];
      return { tool, share: own.filter((word) => there.has(word)).length / Math.max(1, own.length) };
    });
    const best = fits.reduce((most, one) => (one.share > most.share ? one : most), { tool: tools[0], share: -1 });
    if (!best.tool) return [];
    const properties = objectIn(best.tool.parameters, 'properties');
    const input: Record<string, unknown> = {};
    for (const [name, schema] of Object.entries(properties)) {
      const value = isObject(schema) ? valueSaid(part, name, schema) : undefined;
      if (value !== undefined) input[name] = value;
    }
    return [{ name: best.tool.name, input }];
  });
  return calls.length > 0 ? { calls } : { say: 'unknown' };
}
