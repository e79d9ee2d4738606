import { parse } from 'jsonc-parser';
import { isFields } from '../fields.js';

/** A settings file as it was found. */
interface Found {
  readonly path: string;
  readonly text: string;
}

/**
 * What in Qwen Code's settings sends its requests past the proxy, in words that name the file. An address that stands with a model
 * (`modelProviders`) counts before the variable by which `headroom wrap qwen` names its own; the agent says nothing of it (seen with 0.24.4).
 */
export function overruledInQwen(files: readonly Found[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const settings: unknown = parse(text);
    const providers = isFields(settings) && isFields(settings.modelProviders) ? settings.modelProviders : {};
    const models = Object.values(providers).flatMap((list) => (Array.isArray(list) ? list.filter(isFields) : []));
    const names = models.flatMap(({ id, baseUrl }) => (typeof baseUrl === 'string' && baseUrl ? [String(id)] : []));
    if (names.length === 0) return [];
    return [`${path} gives ${names.join(', ')} an address of its own (modelProviders): its requests go past Headroom`];
  });
}
