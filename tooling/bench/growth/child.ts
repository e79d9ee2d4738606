import { growHere } from './growth.js';

process.stdout.write(JSON.stringify(await growHere(process.argv[2] ?? '')));
