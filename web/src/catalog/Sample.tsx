import { useQuery } from '@tanstack/react-query';
import { runStatement } from '../api/statements';
import { fullName, quoted, type Table } from '../api/tables';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';

const sampleRows = 50;

/** Some rows of a table, as the engine finds them first. */
export function Sample({ table }: { table: Table }) {
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
