'use client';

import { type FormEvent, useState } from 'react';

export default function Page() {
  const [question, setQuestion] = useState('Which host failed?');
  const [answer, setAnswer] = useState('');

  async function ask(event: FormEvent) {
    event.preventDefault();
    setAnswer('…');
    const response = await fetch('/api/chat', { method: 'POST', body: JSON.stringify({ question }) });
    setAnswer(await response.text());
  }

  return (
    <main>
      <h1>Ask about the last hour</h1>
      <form onSubmit={ask}>
        <label>
          Question <input value={question} onChange={(event) => setQuestion(event.target.value)} size={50} />
        </label>{' '}
        <button type="submit">Ask</button>
      </form>
      <p aria-live="polite">{answer}</p>
    </main>
  );
}
