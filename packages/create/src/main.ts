#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { createProject, FolderError } from './create-project.js';
import { isTemplate, TEMPLATES, type Template } from './templates.js';

const names = Object.keys(TEMPLATES) as Template[];
const list = names.map((name) => `  ${name.padEnd(18)} ${TEMPLATES[name]}`).join('\n');
const USAGE = `Usage: npm create @headroom <folder> -- --template <name>

Templates:
${list}
`;

/** The template of a number or a name that somebody types; undefined for none. */
async function ask(): Promise<Template | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  process.stderr.write(`${names.map((name, i) => `  ${i + 1}  ${name.padEnd(18)} ${TEMPLATES[name]}`).join('\n')}\n`);
  const said = (await lines.question(`Which one? 1 to ${names.length}: `)).trim();
  lines.close();
  return names[Number(said) - 1] ?? (isTemplate(said) ? said : undefined);
}

async function main(): Promise<number> {
  let given: { readonly folder: string; readonly template: string | undefined; readonly isHelp: boolean };
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { template: { type: 'string', short: 't' }, help: { type: 'boolean', short: 'h' } },
    });
    given = { folder: positionals[0] ?? 'headroom-app', template: values.template, isHelp: values.help === true };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  if (given.isHelp) {
    process.stdout.write(USAGE);
    return 0;
  }
  const template = given.template ?? (await ask());
  if (template === undefined || !isTemplate(template)) {
    process.stderr.write(template === undefined ? USAGE : `There is no template ${template}.\n\n${USAGE}`);
    return 2;
  }
  try {
    const place = createProject(given.folder, template);
    process.stderr.write(`${place}\n\nNext:\n  cd ${given.folder}\n  npm install\n  cat README.md\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof FolderError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

process.exitCode = await main();
