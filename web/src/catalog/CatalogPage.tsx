import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { fullName, listTables, type Table } from '../api/tables';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { TableView } from './TableView';
import './catalog.css';

/** What can be queried: the tables that the user may read, by catalog and schema, and one of them. */
export default function CatalogPage() {
  const { catalog, schema, table } = useParams();
  const tables = useQuery({ queryKey: ['tables'], queryFn: ({ signal }) => listTables(signal) });
  const shown = catalog && schema && table ? { catalog, schema, name: table } : undefined;
  return (
    <>
      <h1>Catalog</h1>
      {tables.error && <Failure error={tables.error} retry={() => void tables.refetch()} />}
      {tables.isPending && <Loading what="the catalog" />}
      {tables.data?.length === 0 && (
        <div className="empty">
          <p>You may not read any table yet. An account admin can grant one to you:</p>
          <pre>GRANT SELECT ON system.ai_gateway.usage TO `you@example.com`</pre>
          <p>Your own requests, tokens and costs are yours to see without it: <code>GET /api/2.0/weir/usage/me</code>.</p>
        </div>
      )}
      {tables.data && tables.data.length > 0 && (
        <div className="catalog">
          <Tree tables={tables.data} />
          <section aria-label={shown ? fullName(shown) : 'Table'}>
            {shown ? <TableView key={fullName(shown)} table={shown} /> : <p className="quiet">Choose a table to see its columns and some of its rows.</p>}
          </section>
        </div>
      )}
    </>
  );
}

function Tree({ tables }: { tables: Table[] }) {
  const schemas = [...new Set(tables.map((table) => `${table.catalog}.${table.schema}`))];
  return (
    <nav aria-label="Tables">
      {schemas.map((schema) => (
        <section key={schema}>
          <h2 className="mono">{schema}</h2>
          <ul>
            {tables
              .filter((table) => `${table.catalog}.${table.schema}` === schema)
              .map((table) => (
                <li key={table.name}>
                  <Link to={`/catalog/${table.catalog}/${table.schema}/${table.name}`} className="mono">{table.name}</Link>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
