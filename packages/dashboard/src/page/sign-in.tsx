import { useState } from 'preact/hooks';
import { enter } from './api.js';

export function SignIn({ why, onEntered }: { readonly why: string; readonly onEntered: () => void }) {
  const [problem, setProblem] = useState(why);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem('token') as HTMLInputElement;
    enter(field.value.trim()).then(onEntered, () => setProblem('That is not the token of this dashboard.'));
  };
  return (
    <main class="sign-in">
      <p class="kicker">Headroom</p>
      <h1>What your agents send, and what it costs</h1>
      <p>Open this page by the link that this command prints. It works once, and this tab keeps its key.</p>
      <pre class="command">headroom dashboard</pre>
      {problem && <p role="alert">{problem}</p>}
      <details>
        <summary>Or enter the token</summary>
        <form onSubmit={submit}>
          <label>
            Token of the dashboard
            <input name="token" type="password" autocomplete="off" required />
          </label>
          <button type="submit">Enter</button>
        </form>
      </details>
    </main>
  );
}
