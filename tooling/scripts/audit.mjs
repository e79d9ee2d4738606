/**
 * Asks the registry for advisories on what the lockfile holds, and looks at the lockfile itself. A registry that has no answer is
 * named in a line "NOT AUDITED"; with `--strict` that fails as well, so that nothing is published on silence.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { values } = parseArgs({ options: { strict: { type: 'boolean', default: false } } });
const faults = [];

/** Every version has a digest, and none comes from anywhere but a registry. */
function lookAtLockfile() {
  const text = readFileSync(`${root}pnpm-lock.yaml`, 'utf8');
  const packages = /^packages:\n([\s\S]*?)^snapshots:/m.exec(text)?.[1] ?? '';
  const entries = packages.split(/^ {2}(?=\S)/m).filter((entry) => entry.trim() !== '');
  for (const entry of entries) {
    const name = entry.slice(0, entry.indexOf(':\n'));
    if (!/integrity: sha512-[\w+/]{86}==/.test(entry)) faults.push(`${name} has no digest`);
    if (/tarball:|type: git|repo:/.test(entry)) faults.push(`${name} does not come from a registry`);
  }
  if (entries.length < 100) faults.push('the lockfile could not be read');
  return entries.length;
}

/** Known vulnerabilities of what users install; undefined when the registry does not say. */
function askRegistry() {
  const { packageManager } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const args = ['--yes', packageManager, 'audit', '--prod', '--json', '--audit-level=high'];
  const { stdout } = spawnSync('npx', args, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
  try {
    const { metadata } = JSON.parse(stdout);
    const { high, critical } = metadata.vulnerabilities;
    return high + critical;
  } catch {
    return undefined;
  }
}

const count = lookAtLockfile();
const known = askRegistry();
if (known === undefined) {
  console.log(`NOT AUDITED: the registry gave no advisories; ${count} digests of the lockfile were looked at, no more`);
  if (values.strict) faults.push('the registry gave no advisories');
} else if (known > 0) faults.push(`${known} known vulnerabilities of a high or critical kind: pnpm audit --prod`);
else console.log(`${count} packages, no known vulnerability of a high or critical kind`);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
