import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { runStatement } from '../api/statements';
import { describeTable, fullName, quoted, type Table } from '../api/tables';
import { CopyButton } from '../ui/CopyButton';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';

const sampleRows = 50;

/** One table: its columns with what they mean, and some of its rows. */
export function TableView({ table }: { table: Table }) {
  const name = fullName(table);
  return (
    <>
      <div className="bar">
        <h2 className="mono name">{name}</h2>
        <CopyButton text={name} label="Copy name" />
        <Link to={`/sql?statement=${encodeURIComponent(`SELECT * FROM ${name} LIMIT 100`)}`}>Open in SQL editor</Link>
      </div>
      <Tabs>
        <TabList aria-label="Parts of the table">
          <Tab id="columns">Columns</Tab>
          <Tab id="sample">Sample data</Tab>
        </TabList>
        <TabPanel id="columns"><Columns table={table} /></TabPanel>
        <TabPanel id="sample"><Sample table={table} /></TabPanel>
      </Tabs>
    </>
  );
}

function Columns({ table }: { table: Table }) {
  const columns = useQuery({ queryKey: ['columns', fullName(table)], queryFn: ({ signal }) => describeTable(table, signal) });
  if (columns.error) {
    return <Failure error={columns.error} retry={() => void columns.refetch()} />;
  }
  if (!columns.data) {
    return <Loading what="columns" />;
  }
  return (
    <div className="wide" tabIndex={0} role="region" aria-label="Columns">
      <table>
        <thead><tr><th scope="col">Column</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
        <tbody>
          {columns.data.map((column) => (
            <tr key={column.name}><th scope="row" className="mono">{column.name}</th><td className="mono type">{column.type}</td><td>{column.comment}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Sample({ table }: { table: Table }) {
  const statement = `SELECT * FROM ${quoted(table.catalog)}.${quoted(table.schema)}.${quoted(table.name)} LIMIT ${sampleRows}`;
  const sample = useQuery({ queryKey: ['sample', fullName(table)], queryFn: ({ signal }) => runStatement(statement, { signal }) });
  if (sample.error) {
    return <Failure error={sample.error} retry={() => void sample.refetch()} />;
  }
  if (!sample.data) {
    return <Loading what="rows" />;
  }
  if (sample.data.rows.length === 0) {
    return <p className="empty">The table has no rows yet. A call to an endpoint makes its row within a second.</p>;
  }
  return (
    <div className="wide" tabIndex={0} role="region" aria-label="Sample data">
      <table>
        <thead><tr>{sample.data.columns.map((column) => <th key={column.name} scope="col">{column.name}</th>)}</tr></thead>
        <tbody>
          {sample.data.rows.map((row, at) => (
            <tr key={at}>{row.map((value, i) => <td key={i} className="mono cell">{value ?? <span className="quiet">NULL</span>}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
