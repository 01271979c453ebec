import type { Column } from '../api/statements';
import { isNested, isNumeric } from './sort';

type Row = (string | null)[];

/** CSV by RFC 4180. NULL is an empty field, and an empty text one in quotes, so that they can be told apart. */
export const toCsv = (columns: Column[], rows: Row[]) =>
  [columns.map((column) => column.name), ...rows].map((row) => row.map((value) => (value === null ? '' : csvField(value))).join(',') + '\r\n').join('');

const csvField = (value: string) => (value === '' || /[",\r\n]/.test(value) ? '"' + value.replaceAll('"', '""') + '"' : value);

/** Text with tabs, as spreadsheets take it from the clipboard: a value with a tab, a line break or a quote is in quotes. */
export const toTsv = (columns: Column[], rows: Row[]) =>
  [columns.map((column) => column.name), ...rows].map((row) => row.map((value) => tsvField(value ?? '')).join('\t')).join('\n');

/** A block of cells as spreadsheets take it, without the names of the columns; a single cell as it is. */
export function cellsToTsv(rows: Row[], chosen: Uint32Array, left: number, right: number): string {
  if (chosen.length === 1 && left === right) {
    return rows[chosen[0]!]![left] ?? '';
  }
  return Array.from(chosen, (row) => rows[row]!.slice(left, right + 1).map((value) => tsvField(value ?? '')).join('\t')).join('\n');
}

const tsvField = (value: string) => (/["\t\r\n]/.test(value) ? '"' + value.replaceAll('"', '""') + '"' : value);

/** JSON, an object for each row. Numbers and nested values stand there digit by digit as the engine wrote them. */
export function toJson(columns: Column[], rows: Row[]): string {
  const names = distinct(columns.map((column) => column.name)).map((name) => JSON.stringify(name));
  return '[' + rows.map((row) => '\n  {' + row.map((value, at) => `${names[at]}: ${jsonValue(value, columns[at]!)}`).join(', ') + '}').join(',') + '\n]\n';
}

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function jsonValue(value: string | null, column: Column): string {
  if (value === null) {
    return 'null';
  }
  const isRaw = (isNumeric(column) && jsonNumber.test(value)) || (column.type_name === 'BOOLEAN' && (value === 'true' || value === 'false')) || (isNested(column) && isJson(value));
  return isRaw ? value : JSON.stringify(value);
}

// Two columns may have one name, which members of an object may not.
function distinct(names: string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let count = 2; taken.has(free); count++) {
      free = `${name}_${count}`;
    }
    taken.add(free);
    return free;
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A JSON object or array with a line for each member; undefined for any other text. Its numbers keep all their digits, which reading them would not. */
export function prettyJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text) || !isJson(text)) {
    return undefined;
  }
  let depth = 0;
  let pretty = '';
  let previous = '';
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs)) {
    const isOpened = previous === '{' || previous === '[';
    const closes = token === '}' || token === ']';
    depth -= closes ? 1 : 0;
    // An empty object or array stays on its line.
    if (closes ? previous !== '' && !isOpened : isOpened || previous === ',') {
      pretty += '\n' + '  '.repeat(depth);
    }
    pretty += token === ':' ? ': ' : token;
    depth += token === '{' || token === '[' ? 1 : 0;
    previous = token;
  }
  return pretty;
}

/** Hands a text to the browser as a file. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then; until it has, the URL must last.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
