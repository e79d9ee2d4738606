// Loaded before the program: half a second passes between the start of a process and the next line, as on a machine that is busy.
const processes = require('node:child_process');
const { syncBuiltinESMExports } = require('node:module');
const { spawn } = processes;
processes.spawn = (...args) => {
  const child = spawn(...args);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  return child;
};
syncBuiltinESMExports();
