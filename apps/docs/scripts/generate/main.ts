/**
 * Makes the pages and the parts of pages that say what the sources, the fixtures, the program's own help, the READMEs and the reports
 * say. Nothing of it is committed.
 */
import { writeCommands } from './commands.js';
import { writeCompressors } from './compressors.js';
import { entries } from './entries.js';
import { writeMoney } from './money.js';
import { writeChanges, writePages, writeReadmes } from './repository.js';
import { writeExports, writeTables } from './types.js';

writeReadmes();
writePages();
writeChanges();
writeTables();
writeExports(entries());
writeMoney();
writeCommands();
await writeCompressors();
