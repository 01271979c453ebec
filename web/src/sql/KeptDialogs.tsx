import { useState, type FormEvent, type ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Input, Label, Modal, ModalOverlay, TextField } from 'react-aria-components';
import { useTimeFormat } from '../ui/preferences';
import { mostPastRuns, type PastRun, type SavedQuery } from './kept';

/** The last statements that were run. */
export function HistoryDialog({ past, onChoose, onClear }: { past: PastRun[]; onChoose: (statement: string) => void; onClear: () => void }) {
  const time = useTimeFormat();
  return (
    <KeptDialog label="History" title="History">
      {(close) => (
        <>
          <p className="quiet">The last {mostPastRuns} statements. They are kept in this browser only, and not on the server.</p>
          {past.length === 0 && <p>No statement was run yet.</p>}
          <ul className="sql-kept">
            {past.map((run) => (
              <li key={run.statement}>
                <Button
                  className="sql-kept-text"
                  onPress={() => {
                    onChoose(run.statement);
                    close();
                  }}
                >
                  <code>{run.statement}</code>
                  <span className="quiet">{time(run.at)}, {run.outcome}</span>
                </Button>
              </li>
            ))}
          </ul>
          {past.length > 0 && <Button className="react-aria-Button small" onPress={onClear}>Clear the history</Button>}
        </>
      )}
    </KeptDialog>
  );
}

interface SavedProperties {
  saved: SavedQuery[];
  text: string;
  onSave: (name: string) => void;
  onChoose: (text: string) => void;
  onDelete: (name: string) => void;
}

/** Queries with a name. */
export function SavedDialog({ saved, text, onSave, onChoose, onDelete }: SavedProperties) {
  const [name, setName] = useState('');
  const trimmed = name.trim();
  const isReplacing = saved.some((query) => query.name === trimmed);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (trimmed !== '' && text.trim() !== '') {
      onSave(trimmed);
      setName('');
    }
  };
  return (
    <KeptDialog label="Saved queries" title="Saved queries">
      {(close) => (
        <>
          <p className="quiet">They are kept in this browser only, and not on the server.</p>
          <form className="bar sql-save" onSubmit={save}>
            <TextField value={name} onChange={setName} maxLength={200}>
              <Label>Save the editor's text as</Label>
              <Input autoComplete="off" />
            </TextField>
            <Button type="submit" className="react-aria-Button primary" isDisabled={trimmed === '' || text.trim() === ''}>{isReplacing ? 'Replace' : 'Save'}</Button>
          </form>
          {saved.length === 0 && <p>No query was saved yet.</p>}
          <ul className="sql-kept">
            {saved.map((query) => (
              <li key={query.name}>
                <Button
                  className="sql-kept-text"
                  onPress={() => {
                    onChoose(query.text);
                    close();
                  }}
                >
                  <strong>{query.name}</strong>
                  <code>{query.text}</code>
                </Button>
                <Button className="react-aria-Button small" aria-label={`Delete ${query.name}`} onPress={() => onDelete(query.name)}>Delete</Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </KeptDialog>
  );
}

function KeptDialog({ label, title, children }: { label: string; title: string; children: (close: () => void) => ReactNode }) {
  return (
    <DialogTrigger>
      <Button>{label}</Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal>
          <Dialog>
            {({ close }) => (
              <>
                <div className="bar sql-title">
                  <Heading slot="title">{title}</Heading>
                  <Button className="react-aria-Button small" onPress={close}>Close</Button>
                </div>
                {children(close)}
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
