import type { ProjectOptions } from '../options.js';
import { headerIn, type RawHeaders } from '../wire/raw-headers.js';
import type { SessionChoice } from './session-choice.js';

const PROJECT_HEADER = 'x-headroom-project';

/** What holds for one request, of its project and of its session. */
export interface Chosen {
  readonly choice: SessionChoice;
  readonly project: ProjectOptions | undefined;
}

/** The project a request is of, by its header or its address, under what the session itself chose. Undefined for one that is not known. */
export function chosenIn(
  projects: Readonly<Record<string, ProjectOptions>> = {},
  { project: inAddress, ...choice }: SessionChoice & { readonly project?: string },
  headers: RawHeaders,
): Chosen | undefined {
  const name = inAddress ?? headerIn(headers, PROJECT_HEADER);
  if (name === undefined) return { choice, project: undefined };
  const project = Object.hasOwn(projects, name) ? projects[name] : undefined;
  if (!project) return undefined;
  const excludeTools = [...(project.excludeTools ?? []), ...(choice.excludeTools ?? [])];
  const mode = choice.mode ?? project.mode;
  return { project, choice: { ...(mode && { mode }), ...(excludeTools.length > 0 && { excludeTools }) } };
}
