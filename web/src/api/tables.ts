import { runStatement } from './statements';

/** A table that the user may read. */
export interface Table {
  catalog: string;
  schema: string;
  name: string;
}

/** A column as DESCRIBE states it. */
export interface TableColumn {
  name: string;
  type: string;
  comment: string;
}

export const quoted = (name: string) => '`' + name.replaceAll('`', '``') + '`';

export const fullName = (table: Table) => `${table.catalog}.${table.schema}.${table.name}`;

/** The tables that the user may read: SHOW TABLES of every schema of every catalog. */
export async function listTables(signal?: AbortSignal): Promise<Table[]> {
  const options = signal ? { signal } : {};
  const catalogs = await runStatement('SHOW CATALOGS', options);
  const schemas = await runStatement('SHOW SCHEMAS', options);
  const tables: Table[] = [];
  for (const [catalog] of catalogs.rows) {
    for (const [schema] of schemas.rows) {
      // A schema that another catalog has is none of this one.
      const found = await runStatement(`SHOW TABLES IN ${quoted(catalog!)}.${quoted(schema!)}`, options).catch(() => undefined);
      for (const [, name] of found?.rows ?? []) {
        tables.push({ catalog: catalog!, schema: schema!, name: name! });
      }
    }
  }
  return tables;
}

export async function describeTable(table: Table, signal?: AbortSignal): Promise<TableColumn[]> {
  const result = await runStatement(`DESCRIBE ${quoted(table.catalog)}.${quoted(table.schema)}.${quoted(table.name)}`, signal ? { signal } : {});
  return result.rows.map(([name, type, comment]) => ({ name: name!, type: type!, comment: comment ?? '' }));
}
