import { answerOf, api, type Schemas } from './client';
import { everyPage } from './catalog';

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

/** A table as the catalog has it, with its columns. */
export type TableInfo = Schemas['TableAnswer'] & { columns: Schemas['ColumnAnswer'][] };

export const quoted = (name: string) => '`' + name.replaceAll('`', '``') + '`';

export const fullName = (table: Table) => `${table.catalog}.${table.schema}.${table.name}`;

/** The tables that the user may see, of every catalog. */
export async function listTables(signal?: AbortSignal): Promise<Table[]> {
  const pages = await everyPage((query) => answerOf(api.GET('/api/2.1/unity-catalog/table-summaries', { params: { query }, signal: signal ?? null })));
  return pages.flatMap((page) => page.tables).map((table) => {
    const [catalog, schema, name] = table.full_name.split('.');
    return { catalog: catalog!, schema: schema!, name: name! };
  });
}

export const readTable = async (table: Table, signal?: AbortSignal) =>
  (await answerOf(api.GET('/api/2.1/unity-catalog/tables/{fullName}', { params: { path: { fullName: fullName(table) } }, signal: signal ?? null }))) as TableInfo;

export async function describeTable(table: Table, signal?: AbortSignal): Promise<TableColumn[]> {
  const { columns } = await readTable(table, signal);
  return columns.map((column) => ({ name: column.name, type: column.type_text, comment: column.comment }));
}
