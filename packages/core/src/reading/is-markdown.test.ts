import { describe, expect, it } from 'vitest';
import { defaultCompressors } from '../compressors/index.js';
import { createContent } from './content.js';
import { isMarkdown } from './is-markdown.js';

const readme = `<p align="center">
  <img src="logo.png" width="200"><br>
  <a href="https://example.org"><img src="badge.svg"></a> <b>Fast</b> <i>small</i> <br>
</p>

# parcel-box

Ships <b>boxes</b> to <i>places</i>.

## Install

\`\`\`js
import { ship } from 'parcel-box';

const box = new Box({ size: 3 });
function send(target) {
  return ship(box, target);
}
\`\`\`

## Options

- \`size\`: number of things
- \`target\`: where to
`;
const changes = `# parcel-box

## 3.1.0

### Minor Changes

- 1a2b3c4: Boxes may be round

### Patch Changes

- 5d6e7f8: Fix: lids close again
- Updated dependencies [9a8b7c6]
  - box-lid@2.0.1
`;
const yaml = `# Default values for the chart.
# Declared here.

## Ports

ports:
  - name: web
    value: 80
  - name: metrics
    value: 9100

# Names
names:
- a
- b
- c
- d
- e
- f
`;
const conf = `# How many may come in.
# Zero is no limit.
maxclients 100

## Logs
#
# Where to write.
logfile /var/log/x.log
`;

describe('isMarkdown', () => {
  it.each([
    ['a README that begins with a logo', readme, true],
    ['a change log of short lists', changes, true],
    ['settings below comments', conf, false],
    ['python below a comment', '# Ship boxes.\n\nimport os\n\n# Send.\ndef send():\n    pass\n', false],
  ])('%s', (_, text, expected) => {
    expect(isMarkdown(text.split('\n'))).toBe(expected);
  });

  it.each([
    ['README', readme, 'text'],
    ['change log', changes, 'text'],
    ['YAML with headed comments', yaml, 'config'],
  ])('decides who shortens a %s', (_, text, owner) => {
    const content = createContent(text);
    const scores = defaultCompressors().map((one) => [one.match(content), one.name] as const);
    expect(scores.sort((a, b) => b[0] - a[0])[0]?.[1]).toBe(owner);
  });
});
