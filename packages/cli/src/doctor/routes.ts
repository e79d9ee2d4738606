import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InstallAgent, Places } from '@headroom/agents/install';
import { inHome } from '../print.js';
import { settingsFiles } from '../wrap/claude.js';

/** Where an agent's requests go, and what says so; undefined for its provider's own address. */
export function routeOf(agent: InstallAgent, places: Places): string | undefined {
  if (agent === 'claude') return claudeRoute();
  if (agent === 'codex') return codexRoute(places);
  if (agent === 'gemini') return ofVariable('GOOGLE_GEMINI_BASE_URL');
  return undefined;
}

/** An entry of the settings beats the variable. */
function claudeRoute(): string | undefined {
  for (const { path, text } of settingsFiles().toReversed()) {
    const found = /"ANTHROPIC_BASE_URL"\s*:\s*"([^"]*)"/.exec(text)?.[1];
    if (found !== undefined) return `${bare(found)} (${inHome(path)})`;
  }
  return ofVariable('ANTHROPIC_BASE_URL');
}

function codexRoute({ home, codexFolder }: Places): string | undefined {
  const file = join(codexFolder ?? join(home, '.codex'), 'config.toml');
  try {
    const found = /^[ \t]{0,40}(openai_base_url|model_provider)[ \t]{0,40}=[ \t]{0,40}["']([^"'\n]{0,2000})["']/m.exec(
      readFileSync(file, 'utf8'),
    );
    return found ? `${bare(found[2] ?? '')} (${found[1]} in ${inHome(file)})` : undefined;
  } catch {
    return undefined;
  }
}

function ofVariable(name: string): string | undefined {
  const value = process.env[name];
  return value ? `${bare(value)} (${name})` : undefined;
}

/** An address without what may be secret in it. */
function bare(address: string): string {
  if (!URL.canParse(address)) return address.slice(0, 60);
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}
