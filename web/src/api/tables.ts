import { ask } from './client';
import { unity, everyPage } from './catalog';

/** A table that the user may see. */
export interface Table {
  catalog: string;
  schema: string;
  name: string;
}

/** A column: its name, its type as DESCRIBE states it, and what it means. */
export interface TableColumn {
  name: string;
  type: string;
  comment: string;
}

/** A table as the catalog has it: GET /api/2.1/unity-catalog/tables/{full_name}. */
export interface TableInfo {
  full_name: string;
  table_type: string;
  comment: string;
  columns: { name: string; type_text: string; comment: string }[];
}

export const quoted = (name: string) => '`' + name.replaceAll('`', '``') + '`';

export const fullName = (table: Table) => `${table.catalog}.${table.schema}.${table.name}`;

/** The tables that the user may see, of every catalog. */
export async function listTables(signal?: AbortSignal): Promise<Table[]> {
  const tables = await everyPage<{ full_name: string }, 'tables'>('tables', 'table-summaries', signal);
  return tables.map((table) => {
    const [catalog, schema, name] = table.full_name.split('.');
    return { catalog: catalog!, schema: schema!, name: name! };
  });
}

export const readTable = (table: Table, signal?: AbortSignal) => ask<TableInfo>('GET', `${unity}/tables/${encodeURIComponent(fullName(table))}`, undefined, signal);

export async function describeTable(table: Table, signal?: AbortSignal): Promise<TableColumn[]> {
  const { columns } = await readTable(table, signal);
  return columns.map((column) => ({ name: column.name, type: column.type_text, comment: column.comment }));
}
