import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { Table, TableColumn } from '../api/tables';
import { functions, keywords, phrases, types } from './dialect';
import { relationsOf, type Relation } from './relations';
import { statementAt } from './statementAt';
import { nameOf, tokensOf } from './tokens';

/** Where the names come from. */
export interface Names {
  tables(): Promise<Table[]>;
  columns(table: Table): Promise<TableColumn[]>;
}

/** What is being written at a place of a text. */
export interface Place {
  /** Where the dotted name begins, and where its last part does. */
  pathFrom: number;
  partFrom: number;
  /** The parts in front of the last dot. */
  qualifier: string[];
  expectsTable: boolean;
  relations: Relation[];
  queries: string[];
}

const path = /((?:(?:`(?:[^`]|``)+`|[\p{L}_][\p{L}\p{N}_]*)\.)*)(`[^`]*|[\p{L}_][\p{L}\p{N}_]*)?$/u;

/** What is being written at a place; undefined inside of strings, comments, numbers and parameters, where no name can be. */
export function placeAt(text: string, cursor: number): Place | undefined {
  const inside = tokensOf(text).find((token) => token.from < cursor && (cursor < token.to || (cursor === token.to && (!token.closed || token.kind === 'number' || token.kind === 'parameter'))));
  if (inside && inside.kind !== 'word' && inside.kind !== 'name' && inside.kind !== 'symbol') {
    return undefined;
  }
  const found = path.exec(text.slice(0, cursor))!;
  const pathFrom = found.index;
  const front = found[1] ?? '';
  const qualifier = tokensOf(front).filter((token) => token.kind !== 'symbol').map((token) => nameOf(front, token));
  // The statement around the cursor begins behind the last semicolon; without one around it, nothing is known of its tables.
  const statement = statementAt(text, cursor);
  const isWithin = statement !== undefined && statement.from <= cursor && !tokensOf(text.slice(statement.to, cursor)).some((token) => token.kind === 'symbol');
  const before = isWithin ? text.slice(statement.from, Math.max(statement.from, pathFrom)) : '';
  const { relations, queries } = relationsOf(isWithin ? statement.text : '');
  return { pathFrom, partFrom: pathFrom + front.length, qualifier, expectsTable: relationsOf(before).expectsTable, relations, queries };
}

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

/** What may be written at a place, of the given names. */
export async function completionsAt(place: Place, names: Names): Promise<{ from: number; options: Completion[] }> {
  if (place.expectsTable) {
    const tables = await names.tables();
    const options: Completion[] = tables.map((table) => ({ label: [table.catalog, table.schema, table.name].map(written).join('.'), type: 'class', detail: 'table' }));
    options.push(...place.queries.map((query) => ({ label: written(query), type: 'class', detail: 'WITH', boost: 10 })));
    return { from: place.pathFrom, options };
  }
  const meant = meantBy(place.qualifier, place.relations);
  const columns = await columnsOf(meant, names);
  if (place.qualifier.length > 0) {
    return { from: place.partFrom, options: columns };
  }
  const aliases = place.relations.flatMap(({ alias }) => (alias === undefined ? [] : [{ label: written(alias), type: 'namespace', detail: 'alias', boost: 5 }]));
  return { from: place.partFrom, options: [...columns, ...aliases, ...words] };
}

/** The completion of the editor. Names that cannot be had now are left out: nobody is stopped from typing. */
export function completionSource(names: Names) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const place = placeAt(context.state.doc.toString(), context.pos);
    if (!place || (!context.explicit && place.pathFrom === context.pos && !place.expectsTable)) {
      return null;
    }
    try {
      const { from, options } = await completionsAt(place, names);
      return context.aborted || options.length === 0 ? null : { from, options, validFor: place.expectsTable ? /^[\p{L}\p{N}_.`]*$/u : /^`?[\p{L}\p{N}_]*$/u };
    } catch {
      return null;
    }
  };
}

async function columnsOf(relations: Relation[], names: Names): Promise<Completion[]> {
  if (relations.length === 0) {
    return [];
  }
  const tables = await names.tables();
  const meant = [...new Set(relations.map((relation) => resolve(relation.parts, tables)).filter((table) => table !== undefined))];
  const found = await Promise.all(meant.map((table) => names.columns(table).catch(() => [])));
  const byName = new Map<string, Completion>();
  for (const column of found.flat()) {
    if (!byName.has(column.name)) {
      byName.set(column.name, { label: written(column.name), type: 'property', detail: shortened(column.type), boost: 20, ...(column.comment ? { info: column.comment } : {}) });
    }
  }
  return [...byName.values()];
}

const reserved = new Set(keywords);
const written = (name: string) => (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !reserved.has(name.toLowerCase()) ? name : '`' + name.replaceAll('`', '``') + '`');
const shortened = (type: string) => (type.length > 24 ? type.slice(0, 23) + '…' : type);

const words: Completion[] = [
  ...functions.map((name) => ({ label: name, type: 'function', apply: name.startsWith('current_') ? name : `${name}(` })),
  ...[...keywords.map((name) => name.toUpperCase()), ...phrases].map((label) => ({ label, type: 'keyword' })),
  ...types.filter((name) => name !== 'map' && name !== 'array' && name !== 'struct').map((name) => ({ label: name.toUpperCase(), type: 'type', boost: -10 })),
];
