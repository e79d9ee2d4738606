import { checkAgents } from './check-agents.js';
import { checkService } from './check-service.js';
import { checkStore } from './check-store.js';
import { checkSurroundings } from './check-surroundings.js';
import type { Row } from './row.js';

/** Looks at everything; changes nothing. */
export async function diagnose(): Promise<readonly Row[]> {
  const [ourselves, project, rtk] = checkSurroundings();
  const [service, store] = await Promise.all([checkService(), checkStore()]);
  return [ourselves, ...service, ...store, ...checkAgents(), project, rtk].filter((row) => row !== undefined);
}
