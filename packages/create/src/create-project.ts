import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Template } from './templates.js';

/** A folder that cannot be made into a project, and why. */
export class FolderError extends Error {
  override readonly name = 'FolderError';
}

/** What npm lets a package be called. */
const NAME = /^[a-z0-9][a-z0-9._-]{0,99}$/;

/** The folders beside this program. */
const home = fileURLToPath(new URL('../', import.meta.url));

/**
 * Writes a template into a folder that is new or empty. The project is named after the folder, and uses the release of Headroom that
 * this program belongs to.
 *
 * @throws FolderError where something stands in the folder already.
 */
export function createProject(folder: string, template: Template): string {
  const place = resolve(folder);
  if (existsSync(place) && readdirSync(place).some((name) => name !== '.git'))
    throw new FolderError(`${folder} is not empty; name a new folder`);
  mkdirSync(place, { recursive: true });
  cpSync(join(home, 'templates', template), place, { recursive: true });
  // npm takes files of this name out of packages.
  renameSync(join(place, 'gitignore'), join(place, '.gitignore'));
  const path = join(place, 'package.json');
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  const name = basename(place).toLowerCase();
  const text = readFileSync(path, 'utf8').replaceAll('"headroom-release"', JSON.stringify(`^${version}`));
  writeFileSync(path, text.replace('"headroom-project"', JSON.stringify(NAME.test(name) ? name : 'headroom-app')));
  return place;
}
