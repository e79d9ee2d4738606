import { spawnSync } from 'node:child_process';
import { onPath, passing } from '../install/surroundings.js';
import { inHome } from '../print.js';
import { projectAt } from '../project/project-settings.js';
import { program } from '../service/program.js';
import { version } from '../version.js';
import type { Row } from './row.js';

/** This program, the project it was called in, and what works beside it. */
export function checkSurroundings(): readonly Row[] {
  return [ourselves(), project(), rtk()];
}

function ourselves(): Row {
  const reason = passing();
  const summary = `${version}, ${inHome(program)}, Node ${process.versions.node}`;
  if (reason === undefined)
    return { name: 'headroom', status: 'ok', summary, hint: 'npm install -g @headroom/cli brings the latest.' };
  return { name: 'headroom', status: 'warn', summary, hint: `Nothing can be installed for good: ${reason}.` };
}

function project(): Row {
  const hint =
    'A .headroom.json says for a project how far to go: mode, lossless, excludeTools, minTokens, failedCommands, enabled.';
  try {
    const found = projectAt(process.cwd());
    if (!found) return { name: 'project', status: 'skip', summary: 'no .headroom.json holds in this folder', hint };
    const said = JSON.stringify(found.settings);
    const isOff = found.settings.enabled === false;
    return {
      name: 'project',
      status: isOff ? 'warn' : 'ok',
      summary: `${inHome(found.file)}: ${said}`,
      hint: isOff ? 'Nothing is shortened here until "enabled" is true.' : hint,
    };
  } catch (error) {
    const summary = error instanceof Error ? error.message : String(error);
    return { name: 'project', status: 'fail', summary, hint: 'Nothing is shortened here until it is mended.' };
  }
}

/** A program that shortens what commands print before an agent sees it. */
function rtk(): Row {
  const path = onPath('rtk');
  if (path === undefined)
    return {
      name: 'rtk',
      status: 'skip',
      summary: 'not on the path',
      hint: 'Nothing is missing: it is another program, which may be used beside this one.',
    };
  const asked = spawnSync(path, ['--version'], {
    encoding: 'utf8',
    timeout: 3000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const said = (asked.stdout ?? '').trim().split('\n')[0]?.slice(0, 40) || 'its version is not known';
  return {
    name: 'rtk',
    status: 'ok',
    summary: `${said}, ${inHome(path)}`,
    hint: 'Both work together: its outputs go through here and never get longer.',
  };
}
