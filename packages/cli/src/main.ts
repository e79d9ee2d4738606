#!/usr/bin/env node
// `run` stands before somebody's command: nothing is loaded for it that it does not need.
if (process.argv[2] === 'run') await import('./run/run.js');
else await import('./command-line.js');

export {};
