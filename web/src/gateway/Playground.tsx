import { useEffect, useRef, useState } from 'react';
import { Button, Form, Label, TextArea, TextField } from 'react-aria-components';
import type { Endpoint } from '../api/endpoints';
import { Failure } from '../ui/Failure';
import { streamChat } from './chat';
import { MadeRow } from './MadeRow';

interface Answer {
  state: 'running' | 'ended' | 'stopped' | 'failed';
  text: string;
  requestId?: string | undefined;
  error?: Error;
}

/** A message to the endpoint, its answer as it comes, and the row that the call made. */
export function Playground({ endpoint }: { endpoint: Endpoint }) {
  const [prompt, setPrompt] = useState('Hello, Weir');
  const [answer, setAnswer] = useState<Answer>();
  const running = useRef<AbortController>(undefined);
  // Leaving the page hangs up: nobody pays for an answer that nobody sees.
  useEffect(() => () => running.current?.abort(), []);

  const send = async () => {
    const controller = new AbortController();
    running.current = controller;
    setAnswer({ state: 'running', text: '' });
    const change = (by: (before: Answer) => Partial<Answer>) => setAnswer((before) => before && { ...before, ...by(before) });
    try {
      await streamChat(
        endpoint.name,
        prompt,
        { onBegin: (requestId) => change(() => ({ requestId })), onText: (text) => change((before) => ({ text: before.text + text })) },
        controller.signal,
      );
      change(() => ({ state: 'ended' }));
    } catch (error) {
      change(() => (controller.signal.aborted ? { state: 'stopped' } : { state: 'failed', error: error as Error }));
    }
  };

  const isRunning = answer?.state === 'running';
  return (
    <>
      <Form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isRunning) {
            void send();
          }
        }}
      >
        <TextField value={prompt} onChange={setPrompt} isRequired>
          <Label>Message</Label>
          <TextArea rows={4} />
        </TextField>
        <div className="bar">
          <Button type="submit" className="react-aria-Button primary" isDisabled={isRunning || prompt.trim() === ''}>Send</Button>
          <Button isDisabled={!isRunning} onPress={() => running.current?.abort()}>Stop</Button>
          <span className="quiet">A call like any other: metered, limited, and paid for.</span>
        </div>
      </Form>
      {answer && <AnswerView answer={answer} />}
    </>
  );
}

function AnswerView({ answer }: { answer: Answer }) {
  return (
    <section aria-label="Answer">
      <h2>Answer</h2>
      {/* The text itself is not announced: piece by piece it would be noise. That it has come is. */}
      {(answer.text !== '' || answer.state === 'running') && <div className="answer" tabIndex={0} role="region" aria-label="Text of the answer">{answer.text}</div>}
      <p role="status" className="quiet">{said[answer.state]}</p>
      {answer.error && <Failure error={answer.error} />}
      {answer.state !== 'running' && answer.requestId !== undefined && <MadeRow requestId={answer.requestId} />}
    </section>
  );
}

const said: Record<Answer['state'], string> = { running: 'It is answering…', ended: 'The answer is complete.', stopped: 'Stopped.', failed: '' };
