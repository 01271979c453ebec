import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { fullName, readTable, type Table, type TableInfo } from '../api/tables';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { Details } from './Details';
import { Heading } from './Heading';
import { Permissions } from './Permissions';
import { Sample } from './Sample';
import { SecurableTabs } from './SecurableTabs';

/** One table: its columns with what they mean, some of its rows, how large and fresh it is, and who may read it. */
export function TableView({ table }: { table: Table }) {
  const name = fullName(table);
  const info = useQuery({ queryKey: ['table', name], queryFn: ({ signal }) => readTable(table, signal) });
  return (
    <>
      <Heading fullName={name} comment={info.data?.comment}>
        {info.data && <Link to={`/sql?statement=${encodeURIComponent(`SELECT * FROM ${name} LIMIT 100`)}`}>Open in SQL editor</Link>}
      </Heading>
      {info.error && <Failure error={info.error} retry={() => void info.refetch()} />}
      {info.isPending && <Loading what="the table" />}
      {info.data && (
        <SecurableTabs
          label="Parts of the table"
          tabs={[
            { id: 'columns', name: 'Columns', view: <Columns columns={info.data.columns} /> },
            { id: 'sample', name: 'Sample data', view: <Sample table={table} /> },
            { id: 'details', name: 'Details', view: <Details fullName={name} /> },
            { id: 'permissions', name: 'Permissions', view: <Permissions on={{ type: 'table', fullName: name }} /> },
          ]}
        />
      )}
    </>
  );
}

function Columns({ columns }: { columns: TableInfo['columns'] }) {
  return (
    <div className="wide" tabIndex={0} role="region" aria-label="Columns">
      <table>
        <thead><tr><th scope="col">Column</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
        <tbody>
          {columns.map((column) => (
            <tr key={column.name}><th scope="row" className="mono">{column.name}</th><td className="mono type">{column.type_text}</td><td>{column.comment}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
