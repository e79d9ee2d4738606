import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { AskBack } from './ask-back.js';
import { Engine } from './engine/ask.js';
import type { Answer } from './engine/words.js';
import { OutcomeView } from './outcome-view.js';
import { PasteBox } from './paste-box.js';
import { SAMPLES } from './samples.js';
import { type Settings, SettingsRow } from './settings-row.js';
import { asFile, save } from './share.js';

const FIRST: Settings = { question: '', model: 'claude-sonnet-4-5', mode: 'balanced', retrieval: 'tool', later: 20 };
/** Typing goes on for so long before it is read. */
const PAUSE_MS = 250;

type State = { readonly answer?: Answer; readonly problem?: string; readonly isBusy: boolean };

export function App() {
  const [text, setText] = useState('');
  const [settings, setSettings] = useState(FIRST);
  const [loading, setLoading] = useState<string | undefined>('Loading the vocabularies, once.');
  const engine = useMemo(() => new Engine(setLoading), []);
  const { answer, problem, isBusy } = useAnswer(engine, text, settings);
  const tryOne = (name: string) => {
    const { question, text: made } = SAMPLES[name] ?? { question: '', text: () => '' };
    setSettings({ ...settings, question });
    setText(made());
  };
  return (
    <>
      <header class="top">
        <a class="back" href="../">
          Headroom for TypeScript
        </a>
        <p class="state" role="status">
          {loading ?? (isBusy ? 'Working …' : 'Ready. Nothing leaves this page.')}
        </p>
      </header>
      <main>
        <h1>Playground</h1>
        <p class="soft lede">
          Paste what a tool gave, a request, or a transcript of Claude Code, Codex or Gemini CLI, and see what a model
          would read instead. All of it happens in this tab. When it says <i>Ready</i> you can cut the network and go
          on. Source code stays whole here: its grammars are not part of the entry for browsers.
        </p>
        <p class="row">
          <span class="soft">Try</span>
          {Object.keys(SAMPLES).map((name) => (
            <button type="button" key={name} onClick={() => tryOne(name)}>
              {name}
            </button>
          ))}
        </p>
        <PasteBox text={text} change={setText} />
        <SettingsRow settings={settings} change={setSettings} />
        {problem && <p role="alert">{problem}</p>}
        {answer && (
          <>
            <Later answer={answer} settings={settings} change={setSettings} />
            <OutcomeView answer={answer} />
            {answer.hashes.length > 0 && (
              <AskBack key={answer.hashes[0]?.hash} engine={engine} hashes={answer.hashes} />
            )}
            <Share answer={answer} />
          </>
        )}
      </main>
    </>
  );
}

/** The answer to the last question; older ones that come late are dropped. */
function useAnswer(engine: Engine, text: string, settings: Settings): State {
  const [state, setState] = useState<State>({ isBusy: false });
  const asked = useRef(0);
  useEffect(() => {
    const mine = ++asked.current;
    if (text.trim() === '') {
      setState({ isBusy: false });
      return;
    }
    const later = setTimeout(async () => {
      setState((last) => ({ ...last, isBusy: true }));
      const next = await engine.compress({ text, ...settings }).then(
        (answer): State => ({ answer, isBusy: false }),
        (error: Error): State => ({ problem: error.message, isBusy: false }),
      );
      if (asked.current === mine) setState(next);
    }, PAUSE_MS);
    return () => clearTimeout(later);
  }, [engine, text, settings]);
  return state;
}

/** How often a text alone is sent again: a conversation says that itself. */
function Later({
  answer,
  settings,
  change,
}: {
  readonly answer: Answer;
  readonly settings: Settings;
  readonly change: (settings: Settings) => void;
}) {
  if (!answer.isText) return null;
  return (
    <p class="row">
      <label class="soft">
        The money below is for a text that goes out again in{' '}
        <input
          class="short"
          type="number"
          min={0}
          max={500}
          value={settings.later}
          onInput={(event) => change({ ...settings, later: Math.max(0, Number(event.currentTarget.value) || 0) })}
        />{' '}
        later requests.
      </label>
    </p>
  );
}

function Share({ answer }: { readonly answer: Answer }) {
  return (
    <section>
      <h2>Share it</h2>
      <p class="soft">
        One file with the texts in it, which shows the same and asks for nothing. It goes to your downloads and nowhere
        else.
      </p>
      <button type="button" onClick={async () => save(await asFile(answer.explained), 'headroom-explained.html')}>
        Save as a file
      </button>
    </section>
  );
}
