import type { Table, TableColumn } from '../api/tables';
import { relationsOf, type NamedQuery, type Relation } from './relations';
import { selectList } from './selectList';
import { readType, type Member, type SqlType } from './typeText';

/** Where the names come from. */
export interface Names {
  tables(): Promise<Table[]>;
  columns(table: Table): Promise<TableColumn[]>;
}

/** A step from a value into it: to a member of a structure, or to a value of a list or map. */
export type Step = { name: string } | 'element';

/** The queries with a name that a place of a text may read, and the text they are in. */
export interface Queries {
  text: string;
  named: NamedQuery[];
}

const deepest = 8;

/** The table that a written name of one to three parts means. */
export function resolve(parts: string[], tables: Table[]): Table | undefined {
  const wanted = parts.map((part) => part.toLowerCase());
  return tables.find((table) => {
    const full = [table.catalog, table.schema, table.name].map((part) => part.toLowerCase());
    return wanted.length <= 3 && wanted.every((part, at) => part === full[3 - wanted.length + at]);
  });
}

/** The tables that the names in front of a column mean: by alias, or by a table's own name, or all where nothing stands in front. */
export function meantBy(qualifier: string[], relations: Relation[]): Relation[] {
  if (qualifier.length === 0) {
    return relations;
  }
  const wanted = qualifier.map((part) => part.toLowerCase());
  return relations.filter((relation) => {
    if (relation.alias !== undefined) {
      return wanted.length === 1 && relation.alias.toLowerCase() === wanted[0];
    }
    const parts = relation.parts.map((part) => part.toLowerCase());
    return wanted.length <= parts.length && wanted.every((part, at) => part === parts[parts.length - wanted.length + at]);
  });
}

/** The columns of tables and queries, each name once. What cannot be described has none. */
export async function columnsOf(relations: Relation[], queries: Queries, names: Names, depth = 0): Promise<TableColumn[]> {
  if (relations.length === 0 || depth > deepest) {
    return [];
  }
  const tables = await names.tables();
  const found = await Promise.all(
    relations.map((relation) => {
      const query = relation.parts.length === 1 ? queries.named.find(({ name }) => name.toLowerCase() === relation.parts[0]!.toLowerCase()) : undefined;
      const table = query ? undefined : resolve(relation.parts, tables);
      return query ? columnsOfQuery(query, queries, names, depth + 1) : table ? names.columns(table).catch(() => []) : [];
    }),
  );
  return distinct(found.flat());
}

async function columnsOfQuery(query: NamedQuery, queries: Queries, names: Names, depth: number): Promise<TableColumn[]> {
  const text = queries.text.slice(query.body.from, query.body.to);
  const inner = relationsOf(text);
  const own = inner.relations.filter(({ within }) => within.from === 0);
  // What is named inside goes before what is named outside; a query does not read itself.
  const visible: Queries = { text: text + queries.text, named: [...inner.queries, ...queries.named.filter((other) => other !== query).map((other) => ({ ...other, body: { from: other.body.from + text.length, to: other.body.to + text.length } }))] };
  const columns: TableColumn[] = [];
  for (const item of selectList(text)) {
    if ('star' in item) {
      columns.push(...(await columnsOf(meantBy(item.star, own), visible, names, depth)));
    } else {
      const meant = item.path && (await valueOf(item.path.map((name) => ({ name })), own, visible, names, depth));
      columns.push({ name: item.name, type: meant?.text ?? '', comment: meant?.comment ?? '' });
    }
  }
  return distinct(query.columns ? columns.slice(0, query.columns.length).map((column, at) => ({ ...column, name: query.columns![at]! })) : columns);
}

/** The members of the value that a path leads to; none of a map, whose keys only its rows have. */
export async function membersOf(path: Step[], relations: Relation[], queries: Queries, names: Names): Promise<Member[]> {
  const value = await valueOf(path, relations, queries, names, 0);
  return value && 'members' in value.type ? value.type.members : [];
}

interface Value {
  type: SqlType;
  text: string;
  comment: string;
}

/** The value that a path leads to: names in front of a column, the column, and steps into it. */
async function valueOf(path: Step[], relations: Relation[], queries: Queries, names: Names, depth: number): Promise<Value | undefined> {
  for (let at = 0; at < path.length; at++) {
    const front = path.slice(0, at);
    const step = path[at]!;
    if (step === 'element' || front.includes('element')) {
      return undefined;
    }
    const meant = meantBy(front.map((one) => (one as { name: string }).name), relations);
    const column = (await columnsOf(meant, queries, names, depth)).find(({ name }) => name.toLowerCase() === step.name.toLowerCase());
    const start = column && { type: readType(column.type), text: column.type, comment: column.comment };
    const value = start && path.slice(at + 1).reduce<Value | undefined>(into, start);
    if (value) {
      return value;
    }
  }
  return undefined;
}

function into(value: Value | undefined, step: Step): Value | undefined {
  if (!value) {
    return undefined;
  }
  if (step === 'element') {
    return 'element' in value.type ? { type: value.type.element, text: '', comment: '' } : undefined;
  }
  const member = 'members' in value.type ? value.type.members.find(({ name }) => name.toLowerCase() === step.name.toLowerCase()) : undefined;
  return member && { type: member.type, text: member.text, comment: '' };
}

function distinct(columns: TableColumn[]): TableColumn[] {
  const byName = new Map<string, TableColumn>();
  for (const column of columns) {
    const name = column.name.toLowerCase();
    if (!byName.has(name)) {
      byName.set(name, column);
    }
  }
  return [...byName.values()];
}
