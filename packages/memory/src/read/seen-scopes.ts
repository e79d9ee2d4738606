import { storedPath } from '../model/public-record.js';
import type { Scope } from '../model/scope.js';
import type { MemoryView, StoredScope } from '../model/store.js';

/** The scopes that a call may see. */
export interface Seen {
  /** Numbers of scopes whose own records count. */
  readonly scopes: readonly number[];
  /** Numbers of scopes of which all within counts too. */
  readonly within: readonly number[];
  /** Every scope that counts. */
  readonly all: readonly StoredScope[];
}

/** Finds the scope, those around it and, when asked for, those within it. */
export async function seenScopes(view: MemoryView, tenant: string, scope: Scope, within = false): Promise<Seen> {
  const around = await view.scopes(scope.visible.map((path) => storedPath(tenant, path)));
  const scopes = around.map((found) => found.scope);
  if (!within) return { scopes, within: [], all: around };
  const own = storedPath(tenant, scope);
  const inside = await view.scopesUnder(`${own}/`);
  const self = around.find(({ path }) => path === own);
  return { scopes, within: self ? [self.scope] : [], all: [...around, ...inside] };
}
