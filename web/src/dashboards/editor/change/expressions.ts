/** What a field of a widget shows, as the panel has it. */
export type FieldChoice =
  | { kind: 'column'; column: string }
  | { kind: 'count' }
  | { kind: 'aggregate'; name: Aggregate; column: string; percentile?: number }
  | { kind: 'truncated'; unit: Unit; column: string }
  | { kind: 'measure'; name: string }
  | { kind: 'custom'; expression: string };

export const aggregates = ['SUM', 'AVG', 'COUNT', 'COUNT DISTINCT', 'MIN', 'MAX', 'MEDIAN', 'PERCENTILE'] as const;
export type Aggregate = (typeof aggregates)[number];

export const units = ['MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const;
export type Unit = (typeof units)[number];

const column = '(?:`((?:[^`]|``)+)`|([A-Za-z_]\\w*))';
const only = new RegExp(`^\\s*${column}\\s*$`);
const measure = /^\s*MEASURE\(\s*`((?:[^`]|``)+)`\s*\)\s*$/i;
const count = /^\s*COUNT\(\s*(?:`\*`|\*)\s*\)\s*$/i;
const distinct = new RegExp(`^\\s*COUNT\\(\\s*DISTINCT\\s+${column}\\s*\\)\\s*$`, 'i');
const call = new RegExp(`^\\s*(SUM|AVG|COUNT|MIN|MAX|MEDIAN)\\(\\s*${column}\\s*\\)\\s*$`, 'i');
const percentile = new RegExp(`^\\s*PERCENTILE\\(\\s*${column}\\s*,\\s*(\\d*\\.?\\d+)\\s*\\)\\s*$`, 'i');
const truncated = new RegExp(`^\\s*DATE_TRUNC\\(\\s*["'](\\w+)["']\\s*,\\s*${column}\\s*\\)\\s*$`, 'i');

const named = (quoted: string | undefined, bare: string | undefined) => (quoted === undefined ? bare! : quoted.replaceAll('``', '`'));

/** What an expression of a document says; what the panel has no words for is custom. */
export function readExpression(expression: string): FieldChoice {
  let found = measure.exec(expression);
  if (found) {
    return { kind: 'measure', name: named(found[1], undefined) };
  }
  if (count.test(expression)) {
    return { kind: 'count' };
  }
  if ((found = only.exec(expression))) {
    return { kind: 'column', column: named(found[1], found[2]) };
  }
  if ((found = distinct.exec(expression))) {
    return { kind: 'aggregate', name: 'COUNT DISTINCT', column: named(found[1], found[2]) };
  }
  if ((found = call.exec(expression))) {
    return { kind: 'aggregate', name: found[1]!.toUpperCase() as Aggregate, column: named(found[2], found[3]) };
  }
  if ((found = percentile.exec(expression))) {
    return { kind: 'aggregate', name: 'PERCENTILE', column: named(found[1], found[2]), percentile: Number(found[3]) };
  }
  const unit = (found = truncated.exec(expression))?.[1]?.toUpperCase();
  return found && units.includes(unit as Unit) ? { kind: 'truncated', unit: unit as Unit, column: named(found[2], found[3]) } : { kind: 'custom', expression };
}

const quoted = (name: string) => `\`${name.replaceAll('`', '``')}\``;

export function writeExpression(choice: FieldChoice): string {
  switch (choice.kind) {
    case 'column': return quoted(choice.column);
    case 'count': return 'COUNT(`*`)';
    case 'measure': return `MEASURE(${quoted(choice.name)})`;
    case 'truncated': return `DATE_TRUNC("${choice.unit}", ${quoted(choice.column)})`;
    case 'custom': return choice.expression;
    case 'aggregate':
      return choice.name === 'COUNT DISTINCT' ? `COUNT(DISTINCT ${quoted(choice.column)})` : choice.name === 'PERCENTILE' ? `PERCENTILE(${quoted(choice.column)}, ${choice.percentile ?? 0.95})` : `${choice.name}(${quoted(choice.column)})`;
  }
}

const adverbs: Record<Unit, string> = { MINUTE: 'minutely', HOUR: 'hourly', DAY: 'daily', WEEK: 'weekly', MONTH: 'monthly', QUARTER: 'quarterly', YEAR: 'yearly' };

const percent = (share: number | undefined) => `p${Number(((share ?? 0.95) * 100).toPrecision(6))}`;

/** The name of a field in its query, as the original gives it. */
export function fieldNameOf(choice: FieldChoice): string {
  switch (choice.kind) {
    case 'column': return choice.column;
    case 'count': return 'count(*)';
    case 'measure': return `measure(${choice.name})`;
    case 'truncated': return `${adverbs[choice.unit]}(${choice.column})`;
    case 'custom': return 'expression';
    case 'aggregate': return `${choice.name === 'PERCENTILE' ? percent(choice.percentile) : choice.name.toLowerCase().replace(' ', '')}(${choice.column})`;
  }
}

const words: Record<Aggregate, string> = { SUM: 'Sum of', AVG: 'Average', COUNT: 'Count of', 'COUNT DISTINCT': 'Distinct', MIN: 'Least', MAX: 'Largest', MEDIAN: 'Median', PERCENTILE: '' };

/** What people read where they give no name of their own. */
export function labelOf(choice: FieldChoice): string {
  switch (choice.kind) {
    case 'column':
    case 'truncated': return choice.column;
    case 'count': return 'Rows';
    case 'measure': return choice.name;
    case 'custom': return 'Expression';
    case 'aggregate': return `${choice.name === 'PERCENTILE' ? percent(choice.percentile) : words[choice.name]} ${choice.column}`;
  }
}

/** Whether rows are put together by it. */
export const isAggregate = (choice: FieldChoice): boolean => choice.kind === 'count' || choice.kind === 'aggregate' || choice.kind === 'measure' || (choice.kind === 'custom' && /\b(?:SUM|AVG|COUNT|COUNT_IF|MIN|MAX|MEDIAN|PERCENTILE\w*|ANY_VALUE|STDDEV\w*|VAR\w*)\s*\(/i.test(choice.expression));

/** The column that it is about. */
export const columnOf = (choice: FieldChoice): string | undefined => ('column' in choice ? choice.column : undefined);
