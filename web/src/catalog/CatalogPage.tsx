import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { listCatalogs, listSchemas } from '../api/catalog';
import { fullName, listTables } from '../api/tables';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { CatalogTree } from './CatalogTree';
import { ContainerView } from './ContainerView';
import { TableView } from './TableView';
import { treeOf } from './tree';
import './catalog.css';

/** What the user may see, as a tree, and one catalog, schema or table of it. */
export default function CatalogPage() {
  const { catalog, schema, table } = useParams();
  const catalogs = useQuery({ queryKey: ['catalogs'], queryFn: ({ signal }) => listCatalogs(signal) });
  const schemas = useQuery({ queryKey: ['schemas'], queryFn: ({ signal }) => listSchemas(signal) });
  const tables = useQuery({ queryKey: ['tables'], queryFn: ({ signal }) => listTables(signal) });
  const lists = [catalogs, schemas, tables];
  const failed = lists.find((list) => list.error);
  const tree = catalogs.data && schemas.data && tables.data && treeOf(catalogs.data, schemas.data, tables.data);
  const shown = [catalog, schema, table].filter((part) => part !== undefined).join('.');
  return (
    <>
      <h1>Catalog</h1>
      {failed?.error && <Failure error={failed.error} retry={() => lists.forEach((list) => void list.refetch())} />}
      {!failed && !tree && <Loading what="the catalog" />}
      {tree?.length === 0 && <NothingGranted />}
      {tree && (tree.length > 0 || shown !== '') && (
        <div className="catalog">
          {tree.length > 0 && <CatalogTree tree={tree} shown={shown} />}
          <section aria-label={shown === '' ? 'Table' : shown}>
            {catalog && schema && table ? (
              <TableView key={shown} table={{ catalog, schema, name: table }} />
            ) : catalog ? (
              <ContainerView
                key={shown}
                on={{ type: schema ? 'schema' : 'catalog', fullName: shown }}
                info={(schema ? schemas : catalogs).data?.find((one) => one.full_name === shown)}
                contents={schema ? (tables.data ?? []).filter((one) => fullName(one).startsWith(shown + '.')).map(fullName) : (schemas.data ?? []).filter((one) => one.full_name.startsWith(shown + '.')).map((one) => one.full_name)}
              />
            ) : (
              <p className="quiet">Choose a table to see its columns, some of its rows, how large and fresh it is, and who may read it.</p>
            )}
          </section>
        </div>
      )}
    </>
  );
}

function NothingGranted() {
  return (
    <div className="empty">
      <p>You may not see any table yet. An account admin can let you read one; it takes three grants:</p>
      <pre>{'GRANT USE CATALOG ON CATALOG system TO `you@example.com`\nGRANT USE SCHEMA ON SCHEMA system.ai_gateway TO `you@example.com`\nGRANT SELECT ON system.ai_gateway.usage TO `you@example.com`'}</pre>
      <p>Your own requests, tokens and costs are yours to see without it: <code>GET /api/2.0/weir/usage/me</code>.</p>
    </div>
  );
}
