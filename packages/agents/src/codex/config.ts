import { parse } from 'smol-toml';

type Fields = Readonly<Record<string, unknown>>;

/** What decides where a session of Codex sends its requests. */
export interface CodexRoute {
  /** The provider of the session; `openai` is the built-in one, under which its history is kept. */
  readonly provider: string;
  /** The address that the user's own settings name; undefined for the built-in one. */
  readonly baseUrl: string | undefined;
  /** Whether a server of our name is there already. */
  readonly hasServer: boolean;
  /** The user's arguments without the address, which Headroom takes over. */
  readonly args: readonly string[];
}

/**
 * Reads the user's settings and arguments as Codex does: `-c` before the profile before the file.
 *
 * @throws for a file that is not TOML.
 */
export function codexRoute(args: readonly string[], configText: string | undefined, serverName: string): CodexRoute {
  const config = (configText === undefined ? {} : parse(configText)) as Fields;
  const given = overrides(args);
  const profile = fieldsIn(fieldsIn(config, 'profiles'), given.profile ?? textIn(config, 'profile') ?? '');
  const named = (key: string) => given.values.get(key) ?? textIn(profile, key) ?? textIn(config, key);
  const provider = named('model_provider') ?? 'openai';
  const key = provider === 'openai' ? 'openai_base_url' : `model_providers.${provider}.base_url`;
  const own = fieldsIn(fieldsIn(config, 'model_providers'), provider);
  return {
    provider,
    baseUrl: provider === 'openai' ? named(key) : (given.values.get(key) ?? textIn(own, 'base_url')),
    hasServer: serverName in fieldsIn(config, 'mcp_servers'),
    args: given.without(key),
  };
}

/** Whether a project's settings name a server; Codex does not start where that gets an address besides. */
export function namesServer(configText: string, serverName: string): boolean {
  try {
    return serverName in fieldsIn(parse(configText) as Fields, 'mcp_servers');
  } catch {
    return false;
  }
}

/** Text as a value of TOML. */
export function tomlText(text: string): string {
  return JSON.stringify(text);
}

function overrides(args: readonly string[]) {
  const values = new Map<string, string>();
  const places: { readonly key: string; readonly from: number; readonly to: number }[] = [];
  let profile: string | undefined;
  const end = args.indexOf('--');
  for (let at = 0; at < (end < 0 ? args.length : end); at++) {
    const word = args[at] as string;
    const [, flag, inWord] = /^(-c|--config|-p|--profile)(?:=(.*))?$/s.exec(word) ?? [];
    if (flag === undefined) continue;
    const from = at;
    const value = inWord ?? args[++at] ?? '';
    if (flag === '-p' || flag === '--profile') {
      profile = value;
      continue;
    }
    const cut = value.indexOf('=');
    const key = value.slice(0, cut).trim();
    values.set(key, untoml(value.slice(cut + 1).trim()));
    places.push({ key, from, to: at });
  }
  const without = (key: string) =>
    args.filter((_, at) => !places.some((place) => place.key === key && at >= place.from && at <= place.to));
  return { values, profile, without };
}

/** What Codex takes a value for: TOML, or the letters as they are. */
function untoml(value: string): string {
  try {
    return String((parse(`x = ${value}`) as Fields).x);
  } catch {
    return value;
  }
}

function fieldsIn(owner: Fields, key: string): Fields {
  const value = Object.hasOwn(owner, key) ? owner[key] : undefined;
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function textIn(owner: Fields, key: string): string | undefined {
  const value = Object.hasOwn(owner, key) ? owner[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}
