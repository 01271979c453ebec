import { useRef, useState, type ChangeEvent } from 'react';
import { Button } from 'react-aria-components';
import { updateDashboard, type Dashboard } from '../../api/dashboards';
import { NameDialog } from '../../people/NameDialog';
import { download } from '../../sql/export';
import { Failure } from '../../ui/Failure';
import type { DraftSession, SaveState } from './DraftSession';
import type { History } from './text/history';

interface Properties {
  session: DraftSession;
  history: History;
  dashboard: Dashboard;
  save: SaveState;
  onImported: () => void;
}

/** The dashboard's name, whether it is saved, and what can be done with the document as a whole. */
export function EditorBar({ session, history, dashboard, save, onImported }: Properties) {
  const [problem, setProblem] = useState<Error>();
  const file = useRef<HTMLInputElement>(null);
  const [toUndo, toRedo] = [history.past.at(-1)?.label, history.future.at(-1)?.label];
  const load = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    event.target.value = '';
    if (!chosen) {
      return;
    }
    setProblem(undefined);
    try {
      session.replace('import a file', await chosen.text());
      onImported();
    } catch (error) {
      setProblem(error as Error);
    }
  };
  return (
    <>
      <div className="bar">
        <h1>{dashboard.display_name}</h1>
        <SaveText save={save} />
        <div className="tools">
          <Button className="react-aria-Button small" isDisabled={toUndo === undefined} aria-label={toUndo === undefined ? 'Undo' : `Undo: ${toUndo}`} onPress={() => session.undo()}>Undo</Button>
          <Button className="react-aria-Button small" isDisabled={toRedo === undefined} aria-label={toRedo === undefined ? 'Redo' : `Redo: ${toRedo}`} onPress={() => session.redo()}>Redo</Button>
          <NameDialog
            label="Rename…"
            title="Rename the dashboard"
            field="Name"
            verb="Rename"
            now={dashboard.display_name}
            className="react-aria-Button small"
            save={(display_name) => session.act((etag) => updateDashboard(dashboard.dashboard_id, { display_name, etag }))}
            onSaved={() => undefined}
          />
          <input ref={file} type="file" accept=".json,application/json" hidden onChange={(event) => void load(event)} aria-label="Dashboard file" />
          <Button className="react-aria-Button small" onPress={() => file.current?.click()}>Import…</Button>
          <Button className="react-aria-Button small" onPress={() => download(`${dashboard.display_name}.lvdash.json`, 'application/json', history.present.text)}>Export</Button>
        </div>
      </div>
      {problem && <Failure error={problem} />}
      {save.kind === 'failed' && <Failure error={new Error(`Not saved: ${save.error.message}`)} retry={() => void session.save()} />}
    </>
  );
}

function SaveText({ save }: { save: SaveState }) {
  const text = { saved: 'Saved', waiting: 'Saving…', saving: 'Saving…', failed: 'Not saved', conflict: 'Not saved' }[save.kind];
  return <span role="status" className={save.kind === 'failed' || save.kind === 'conflict' ? 'save bad' : 'save quiet'}>{text}</span>;
}
