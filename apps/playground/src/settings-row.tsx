import { PRICES } from '@headroom/core';
import type { Asked } from './engine/words.js';

export type Settings = Omit<Asked, 'text'>;

interface Props {
  readonly settings: Settings;
  readonly change: (settings: Settings) => void;
}

const MODES = { lossless: 'lossless: nothing left out', balanced: 'balanced', aggressive: 'aggressive' } as const;
const RETRIEVAL = {
  tool: 'the model can ask',
  summary: 'the program can ask',
  none: 'nobody: lossless',
} as const;

/** Model, question, and how far to go. */
export function SettingsRow({ settings, change }: Props) {
  const set = (more: Partial<Settings>) => change({ ...settings, ...more });
  return (
    <div class="settings">
      <label class="span">
        What does the agent want to know?
        <input
          value={settings.question}
          placeholder="Which request failed?"
          onInput={(event) => set({ question: event.currentTarget.value })}
        />
      </label>
      <label>
        Model
        <input list="models" value={settings.model} onInput={(event) => set({ model: event.currentTarget.value })} />
        <datalist id="models">
          {Object.keys(PRICES).map((model) => (
            <option key={model} value={model} />
          ))}
        </datalist>
      </label>
      <Choice label="How far" value={settings.mode} choices={MODES} set={(mode) => set({ mode })} />
      <Choice
        label="Who can ask back"
        value={settings.retrieval}
        choices={RETRIEVAL}
        set={(retrieval) => set({ retrieval })}
      />
    </div>
  );
}

interface ChoiceProps<Name extends string> {
  readonly label: string;
  readonly value: Name;
  readonly choices: Readonly<Record<Name, string>>;
  readonly set: (value: Name) => void;
}

function Choice<Name extends string>({ label, value, choices, set }: ChoiceProps<Name>) {
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => set(event.currentTarget.value as Name)}>
        {(Object.entries(choices) as [Name, string][]).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
