import { HeadroomError } from '@headroom/core';

/** @throws HeadroomError `invalid_option` where rules name no directories or a limit that is none. */
export function checkRules(
  tool: 'read' | 'run',
  directories: readonly string[],
  limits: Readonly<Record<string, number>>,
): void {
  const wrong = (option: string, must: string) => {
    throw new HeadroomError('invalid_option', `Option \`${tool}.${option}\` must be ${must}`, `${tool}.${option}`);
  };
  const isList = Array.isArray(directories) && directories.length > 0;
  if (!isList || !directories.every((directory) => typeof directory === 'string' && directory !== ''))
    wrong('directories', 'a list of one or more paths');
  for (const [name, limit] of Object.entries(limits))
    if (!(Number.isInteger(limit) && limit > 0 && limit <= 2_147_483_647)) wrong(name, 'a positive whole number');
}
