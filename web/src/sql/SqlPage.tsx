import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useSearchParams } from 'react-router';
import { Button } from 'react-aria-components';
import { useSession } from '../api/session';
import { CopyButton } from '../ui/CopyButton';
import { Loading } from '../ui/Loading';
import { duration } from './duration';
import { Editor, type Content, type EditorHandle } from './Editor';
import { errorPlace } from './errorPlace';
import { Examples } from './Examples';
import { HistoryDialog, SavedDialog } from './KeptDialogs';
import { arePastRuns, areQueries, keepDraft, readDraft, useKept, withQuery, withRun, type PastRun, type SavedQuery } from './kept';
import { ParameterFields } from './ParameterFields';
import { parametersOf, toParameter, type ParameterInput } from './parameters';
import { RunView } from './RunView';
import { useNames } from './useNames';
import { useRun, type Run } from './useRun';
import './sql.css';

/** Statements are written, run and read here. */
export default function SqlPage() {
  const session = useSession();
  return session.data ? <Workbench key={session.data.user_id} user={session.data.user_id} /> : <Loading what="the editor" />;
}

function Workbench({ user }: { user: string }) {
  const editor = useRef<EditorHandle>(null);
  const names = useNames();
  const [initialText] = useState(() => readDraft(user));
  const [content, setContent] = useState<Content>({ text: initialText, toRun: undefined, isSelection: false });
  const [inputs, setInputs] = useState<Record<string, ParameterInput>>({});
  const [past, changePast] = useKept<PastRun[]>(user, 'history', [], arePastRuns);
  const [saved, changeSaved] = useKept<SavedQuery[]>(user, 'saved', [], areQueries);
  const [place, setPlace] = useState<{ from: number; to: number; line: number }>();
  const lastText = useRef(initialText);
  useStatementOfAddress(editor);

  const { run, start, cancel } = useRun((ended) => {
    changePast((runs) => withRun(runs, { statement: ended.statement.text, at: ended.startedAt, outcome: outcomeOf(ended) }));
    const found = placeInEditor(ended, editor.current?.content().text ?? '');
    setPlace(found);
    editor.current?.mark(found);
  });
  const isRunning = run?.state === 'running';

  const runNow = () => {
    // The editor itself knows best: it may have changed since the last render.
    const toRun = editor.current?.content().toRun;
    if (toRun && !isRunning) {
      setPlace(undefined);
      editor.current?.mark(undefined);
      void start(toRun, parametersOf(toRun.text).map((name) => toParameter(name, inputs[name])));
    }
  };
  const onChange = useCallback(
    (changed: Content) => {
      setContent(changed);
      if (changed.text !== lastText.current) {
        lastText.current = changed.text;
        keepDraft(user, changed.text);
        // What an error said was about the text before.
        setPlace(undefined);
      }
    },
    [user],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    // From a field or the result, too, but not from a dialog above the page; in the editor it has been dealt with.
    const isOfPage = event.currentTarget.contains(event.target as Node);
    if (isOfPage && event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
      event.preventDefault();
      runNow();
    }
  };
  const fill = (text: string) => {
    editor.current?.replace(text);
    editor.current?.focus();
  };
  const statement = content.toRun?.text ?? '';
  const parameters = useMemo(() => parametersOf(statement), [statement]);

  return (
    <div className="sql" onKeyDown={onKeyDown}>
      <div className="bar">
        <h1>SQL Editor</h1>
        <HistoryDialog past={past} onChoose={fill} onClear={() => changePast(() => [])} />
        <SavedDialog
          saved={saved}
          text={content.text}
          onSave={(name) => changeSaved((queries) => withQuery(queries, { name, text: content.text }))}
          onChoose={fill}
          onDelete={(name) => changeSaved((queries) => queries.filter((query) => query.name !== name))}
        />
        <CopyButton text={addressOf(content.text)} label="Copy link" />
      </div>
      <Editor ref={editor} initialText={initialText} names={names} onChange={onChange} onRun={runNow} />
      <div className="bar">
        <Button className="react-aria-Button primary" onPress={runNow} isDisabled={isRunning || !content.toRun}>Run</Button>
        <Button onPress={cancel} isDisabled={!isRunning}>Cancel</Button>
        <span className="quiet">{hintOf(content)}</span>
      </div>
      {parameters.length > 0 && (
        <ParameterFields names={parameters} inputs={inputs} onChange={(name, input) => setInputs((before) => ({ ...before, [name]: input }))} onRun={runNow} />
      )}
      {/* Always there: what comes into the page together with its words is not read out everywhere. A failure is an alert of its own. */}
      <p role="status" className="visually-hidden">{run && run.state !== 'failed' && (isRunning ? 'Running' : `${outcomeOf(run)} ${run.state === 'done' ? 'in' : 'after'} ${duration(run.milliseconds ?? 0)}`)}</p>
      <section aria-label="Result" aria-busy={isRunning}>
        {run ? <RunView run={run} place={place} onGoTo={() => place && editor.current?.goTo(place)} /> : <Examples onChoose={fill} />}
      </section>
    </div>
  );
}

/** Fills the editor with the statement of the address, once: afterwards the address is the page's own, and a reload keeps what was written. */
function useStatementOfAddress(editor: { current: EditorHandle | null }) {
  const [search, setSearch] = useSearchParams();
  const statement = search.get('statement');
  useEffect(() => {
    if (statement !== null) {
      // In place of the text that was kept, which undoing brings back.
      editor.current?.replace(statement);
      editor.current?.focus();
      setSearch(
        (before) => {
          before.delete('statement');
          return before;
        },
        { replace: true },
      );
    }
  }, [statement, editor, setSearch]);
}

const addressOf = (text: string) => `${location.origin}/ui/sql?statement=${encodeURIComponent(text)}`;

function hintOf({ text, toRun, isSelection }: Content): string {
  if (!toRun) {
    return '';
  }
  const isAll = text.trim().replace(/(?:\s*;)+$/, '') === toRun.text;
  return isSelection ? 'Runs the selection' : isAll ? '' : `Runs the statement in line ${lineOf(text, toRun.from)}`;
}

const lineOf = (text: string, at: number) => text.slice(0, at).split('\n').length;

function outcomeOf({ state, result, error }: Run): string {
  return state === 'done' ? `${result!.rows.length.toLocaleString()} ${result!.rows.length === 1 ? 'row' : 'rows'}` : state === 'cancelled' ? 'cancelled' : `failed: ${error!.message.slice(0, 120)}`;
}

/** Where the editor holds what a run's error means; undefined when the statement is no longer there. */
function placeInEditor({ state, statement, error }: Run, text: string) {
  const place = state === 'failed' && text.slice(statement.from, statement.to) === statement.text ? errorPlace(error!.message, statement.text) : undefined;
  return place && { from: statement.from + place.from, to: statement.from + place.to, line: lineOf(text, statement.from + place.from) };
}
