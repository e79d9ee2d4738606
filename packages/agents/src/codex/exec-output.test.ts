import { expect, it } from 'vitest';
import { execOutput } from './exec-output.js';

it('tells what a command printed from what Codex says of it', () => {
  const header = 'Chunk ID: 9b01c4\nWall time: 1.2000 seconds\nProcess exited with code 2\nOriginal token count: 9\n';
  expect(execOutput(`${header}Output:\nProcess exited with code 7`)).toEqual({
    output: 'Process exited with code 7',
    exitCode: 2,
  });
  expect(execOutput('Exit code: 1\nWall time: 0.1 seconds\nOutput:\nno')).toEqual({ output: 'no', exitCode: 1 });
  expect(execOutput('{"output":"a \\"b\\" c","metadata":{"exit_code":1,"duration_seconds":0.1}}')).toEqual({
    output: 'a "b" c',
    exitCode: 1,
  });
  const inner = JSON.stringify({ chunk_id: 'a1', exit_code: 1, output: 'said "so"' });
  expect(execOutput(`Script completed\nWall time 0.2 seconds\nOutput:\n${inner}`)).toEqual({ output: 'said "so"' });
});

it('takes no line of an output for a header', () => {
  expect(execOutput('Exit code: 3')).toEqual({});
  expect(execOutput('first\nExit code: 3\nOutput:\n')).toEqual({});
  expect(execOutput('{"a":')).toEqual({});
  expect(execOutput('{"output":5,"metadata":"x"}')).toEqual({});
});
