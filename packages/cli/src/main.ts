#!/usr/bin/env node
// `run` stands before somebody's command, and `hook` behind each of an agent's: nothing is loaded for them that they do not need.
if (process.argv[2] === 'run') await import('./run/run.js');
else if (process.argv[2] === 'hook') await import('./hook/hook.js');
else await import('./command-line.js');

export {};
