import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { TableColumn } from '../api/tables';
import { columnsOf, meantBy, membersOf, type Names, type Queries, type Step } from './columns';
import { functions, keywords, phrases, types } from './dialect';
import { relationsOf, type Relation } from './relations';
import { signatures } from './signatures';
import { statementAt } from './statementAt';
import { tokensOf } from './tokens';

/** What is being written at a place of a text. */
export interface Place {
  /** Where the dotted name begins, and where its last part does. */
  pathFrom: number;
  partFrom: number;
  /** The parts in front of the last dot. */
  path: Step[];
  expectsTable: boolean;
  /** The tables and queries that are read around the place, and the queries with a name. */
  relations: Relation[];
  queries: Queries;
}

const path = /((?:(?:`(?:[^`]|``)+`|[\p{L}_][\p{L}\p{N}_]*)(?:\[[^[\]\n]*\])*\.)*)(`[^`]*|[\p{L}_][\p{L}\p{N}_]*)?$/u;

/** What is being written at a place; undefined inside of strings, comments, numbers and parameters, where no name can be. */
export function placeAt(text: string, cursor: number): Place | undefined {
  const inside = tokensOf(text).find((token) => token.from < cursor && (cursor < token.to || (cursor === token.to && (!token.closed || token.kind === 'number' || token.kind === 'parameter'))));
  if (inside && inside.kind !== 'word' && inside.kind !== 'name' && inside.kind !== 'symbol') {
    return undefined;
  }
  const found = path.exec(text.slice(0, cursor))!;
  const pathFrom = found.index;
  const front = found[1] ?? '';
  // The statement around the cursor begins behind the last semicolon; without one around it, nothing is known of its tables.
  const statement = statementAt(text, cursor);
  const isWithin = statement !== undefined && statement.from <= cursor && !tokensOf(text.slice(statement.to, cursor)).some((token) => token.kind === 'symbol');
  const before = isWithin ? text.slice(statement.from, Math.max(statement.from, pathFrom)) : '';
  const whole = isWithin ? statement.text : '';
  const { relations, queries } = relationsOf(whole);
  // White space behind the statement is still its own.
  const at = Math.min(cursor - (statement?.from ?? 0), whole.length);
  const around = relations.filter(({ within }) => within.from <= at && at <= within.to);
  return { pathFrom, partFrom: pathFrom + front.length, path: stepsOf(front), expectsTable: relationsOf(before).expectsTable, relations: around, queries: { text: whole, named: queries } };
}

// What stands in brackets says which of the values, and they are all of one type.
const stepsOf = (front: string): Step[] =>
  [...front.matchAll(/`(?:[^`]|``)+`|[\p{L}_][\p{L}\p{N}_]*|\[[^\]]*\]/gu)].map(([part]) => (part.startsWith('[') ? 'element' : { name: part.startsWith('`') ? part.slice(1, -1).replaceAll('``', '`') : part }));

/** What may be written at a place, of the given names. */
export async function completionsAt(place: Place, names: Names): Promise<{ from: number; options: Completion[] }> {
  if (place.expectsTable) {
    const tables = await names.tables();
    const options: Completion[] = tables.map((table) => ({ label: [table.catalog, table.schema, table.name].map(written).join('.'), type: 'class', detail: 'table' }));
    options.push(...place.queries.named.map(({ name }) => ({ label: written(name), type: 'class', detail: 'WITH', boost: 10 })));
    return { from: place.pathFrom, options };
  }
  if (place.path.length > 0) {
    const qualifier = place.path.includes('element') ? undefined : place.path.map((step) => (step as { name: string }).name);
    const columns = qualifier ? await columnsOf(meantBy(qualifier, place.relations), place.queries, names) : [];
    const members = columns.length > 0 ? [] : await membersOf(place.path, place.relations, place.queries, names);
    return { from: place.partFrom, options: [...columns.map(optionOf), ...members.map(({ name, text }) => optionOf({ name, type: text, comment: '' }))] };
  }
  const columns = (await columnsOf(place.relations, place.queries, names)).map(optionOf);
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

const optionOf = ({ name, type, comment }: TableColumn): Completion => ({ label: written(name), type: 'property', boost: 20, ...(type ? { detail: shortened(type) } : {}), ...(comment ? { info: comment } : {}) });

const reserved = new Set(keywords);
const written = (name: string) => (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !reserved.has(name.toLowerCase()) ? name : '`' + name.replaceAll('`', '``') + '`');
const shortened = (type: string) => (type.length > 24 ? type.slice(0, 23) + '…' : type);

function described(name: string): Partial<Completion> {
  const [signature, meaning] = signatures[name] ?? [];
  return signature && meaning ? { detail: signature.slice(name.length), info: `${signature}: ${meaning}` } : {};
}

const words: Completion[] = [
  ...functions.map((name) => ({ label: name, type: 'function', apply: name.startsWith('current_') ? name : `${name}(`, ...described(name) })),
  ...[...keywords.map((name) => name.toUpperCase()), ...phrases].map((label) => ({ label, type: 'keyword' })),
  ...types.filter((name) => name !== 'map' && name !== 'array' && name !== 'struct').map((name) => ({ label: name.toUpperCase(), type: 'type', boost: -10 })),
];
