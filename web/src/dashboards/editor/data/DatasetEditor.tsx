import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Column } from '../../../api/statements';
import { Editor, type EditorHandle } from '../../../sql/Editor';
import { RunView } from '../../../sql/RunView';
import { useNames } from '../../../sql/useNames';
import { useRun } from '../../../sql/useRun';
import '../../../sql/sql.css';
import { Failure } from '../../../ui/Failure';
import { Field } from '../../../ui/Field';
import { sqlOf, type Dataset } from '../../document/document';
import { todayIn } from '../../filters/relativeDates';
import { deleteDataset, renameDataset, setSql } from '../change/datasets';
import { useEditor } from '../context';
import { problemsOfDataset, usersOf } from '../problems';
import { Calculations } from './Calculations';
import { Parameters } from './Parameters';
import { datasetStatement } from './statement';
import { placeOf } from './useDatasetColumns';

const previewRows = 100;
const unified = (sql: string) => sql.replace(/\r\n?/g, '\n');

/** A dataset: its SQL, the first of its rows, its parameters and its calculated columns. */
export function DatasetEditor({ dataset, onDeleted }: { dataset: Dataset; onDeleted: (next: string) => void }) {
  const { document, dashboard, timeZone, change, say } = useEditor();
  const { name } = dataset;
  const sql = sqlOf(dataset);
  const editor = useRef<EditorHandle>(null);
  const names = useNames();
  const [problem, setProblem] = useState<Error>();
  const { run, start, cancel } = useRun(() => undefined);
  const latest = useRef(dataset);
  latest.current = dataset;

  // What is undone, or loaded, is in the document before it is in the editor.
  useEffect(() => {
    if (editor.current && editor.current.content().text !== unified(sql)) {
      editor.current.replace(unified(sql));
    }
  }, [sql]);

  const preview = () => {
    setProblem(undefined);
    try {
      const { statement, parameters } = datasetStatement(latest.current, previewRows, todayIn(timeZone), timeZone);
      void start({ text: statement, from: 0, to: statement.length }, parameters, dashboard.warehouse_id ?? undefined, placeOf(latest.current));
    } catch (error) {
      setProblem(error as Error);
    }
  };
  const remove = () => {
    const others = document.datasets.filter((one) => one !== dataset);
    change('delete a dataset', (before) => deleteDataset(before, name));
    say(`Dataset ${dataset.displayName || name} deleted`);
    onDeleted(others[0]?.name ?? 'none');
  };
  const problems = problemsOfDataset(document, dataset);
  const users = usersOf(document, name);
  return (
    <section className="dataset" aria-label={`Dataset ${dataset.displayName || name}`}>
      <div className="dataset-head">
        <Field label="Name of the dataset" isRequired value={dataset.displayName ?? name} onChange={(text) => change('rename a dataset', (before) => renameDataset(before, name, text), `rename ${name}`)} />
        <Button onPress={remove}>Delete</Button>
      </div>
      <Editor
        ref={editor}
        initialText={unified(sql)}
        names={names}
        onChange={({ text }) => {
          if (text !== unified(sqlOf(latest.current))) {
            change('change SQL', (before) => setSql(before, name, text), `sql ${name}`);
          }
        }}
        onRun={preview}
      />
      <div className="bar">
        {run?.state === 'running' ? <Button onPress={cancel}>Cancel</Button> : <Button className="react-aria-Button primary" onPress={preview}>Run</Button>}
        <span className="quiet">{users.length === 0 ? 'No widget asks it yet.' : `${users.length} ${users.length === 1 ? 'widget asks' : 'widgets ask'} it: ${users.slice(0, 4).join(', ')}${users.length > 4 ? '…' : ''}`}</span>
      </div>
      {problems.length > 0 && <ul className="problems" role="alert">{problems.map((one) => <li key={one}>{one}</li>)}</ul>}
      {problem && <Failure error={problem} />}
      {run && (
        <>
          {run.result && <Columns columns={run.result.columns} />}
          <div className="dataset-rows"><RunView run={run} place={undefined} onGoTo={() => undefined} /></div>
        </>
      )}
      <Parameters dataset={dataset} />
      <Calculations dataset={dataset} />
    </section>
  );
}

function Columns({ columns }: { columns: Column[] }) {
  return (
    <p className="columns" aria-label="Columns">
      {columns.map(({ name, type_text }, at) => <span key={at} className="chip">{name} <span className="quiet">{type_text}</span></span>)}
    </p>
  );
}
