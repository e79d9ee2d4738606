import { expect, it } from 'vitest';
import { shellOutput } from './shell-output.js';

it('tells what a command printed from what Gemini CLI says of it', () => {
  expect(
    shellOutput(
      '<untrusted_context>\nOutput: hi\nExit Code: 9\nso\nExit Code: 3\nProcess Group PGID: 77\n</untrusted_context>',
    ),
  ).toEqual({ output: 'hi\nExit Code: 9\nso', exitCode: 3 });
  expect(shellOutput('<untrusted_context>\nOutput: (empty)\nProcess Group PGID: 77\n</untrusted_context>')).toEqual({
    output: '',
  });
  const earlier =
    'Command: npm run x --fix\nDirectory: (root)\nStdout: a\nb\nStderr: c\nError: (none)\nExit Code: 1\nSignal: (none)\nBackground PIDs: (none)\nProcess Group PGID: 4';
  expect(shellOutput(earlier)).toEqual({ output: 'a\nb\nc', exitCode: 1 });
});

it('takes what a command printed for no word of the agent', () => {
  expect(shellOutput('Output: Error: it broke\nProcess Group PGID: 4')).toEqual({ output: 'Error: it broke' });
  expect(shellOutput('Exit Code: 3')).toBeUndefined();
});
