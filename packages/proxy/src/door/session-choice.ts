/** What one session of a client chose, in the address it was given: `/with/mode=lossless&exclude-tool=Read/v1/…`. */
export interface SessionChoice {
  readonly mode?: 'lossless' | 'balanced' | 'aggressive';
  readonly excludeTools?: readonly string[];
}

const NAMES: ReadonlySet<string> = new Set(['mode', 'exclude-tool', 'project']);
const MODES: ReadonlySet<string> = new Set(['lossless', 'balanced', 'aggressive']);

/** The choice in a path, and the path without it. Undefined for a choice that cannot be understood. */
export function takeChoice(
  target: string,
): { readonly choice: SessionChoice & { readonly project?: string }; readonly target: string } | undefined {
  const found = /^\/with\/([^/?#]{0,4000})(\/.*)$/s.exec(target);
  if (!found) return { choice: {}, target };
  const chosen = new URLSearchParams(found[1]);
  const mode = chosen.get('mode');
  const excludeTools = chosen.getAll('exclude-tool');
  const project = chosen.get('project');
  const isKnown = [...chosen.keys()].every((name) => NAMES.has(name));
  if (!isKnown || (mode !== null && !MODES.has(mode))) return undefined;
  if (excludeTools.length > 50 || excludeTools.some((name) => name === '' || name.length > 256)) return undefined;
  return {
    choice: {
      ...(project === null ? {} : { project }),
      ...(mode === null ? {} : { mode: mode as NonNullable<SessionChoice['mode']> }),
      ...(excludeTools.length === 0 ? {} : { excludeTools }),
    },
    target: found[2] as string,
  };
}
