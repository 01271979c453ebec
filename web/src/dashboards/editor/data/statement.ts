import { sqlOf, type Dataset, type DatasetParameter } from '../../document/document';
import type { Parameter } from '../../../api/statements';
import { nameOf, tokensOf } from '../../../sql/tokens';
import { dayOf } from '../../filters/relativeDates';

/** A statement over a dataset's rows, with its parameters' defaults: as the server would run it for somebody who has chosen nothing. */
export interface DatasetStatement {
  statement: string;
  parameters: Parameter[];
}

/** @throws Error A parameter has no default, or is not declared: which, in a sentence. */
export function datasetStatement(dataset: Dataset, mostRows: number, today: string, timeZone: string): DatasetStatement {
  const { sql, parameters } = withDefaults(dataset, today, timeZone);
  return { statement: `SELECT * FROM (\n${sql}\n) AS dataset LIMIT ${mostRows}`, parameters };
}

function withDefaults(dataset: Dataset, today: string, timeZone: string): { sql: string; parameters: Parameter[] } {
  const text = sqlOf(dataset).replace(/[\s;]+$/, '');
  if (text.trim() === '') {
    throw new Error('The dataset has no SQL yet.');
  }
  const tokens = tokensOf(text);
  const values = new Map<string, Parameter>();
  let sql = '';
  let at = 0;
  tokens.forEach((token, index) => {
    if (token.kind !== 'parameter') {
      return;
    }
    const [keyword, part] = nameOf(text, token).slice(1).split('.') as [string, string?];
    const parameter = dataset.parameters?.find((one) => one.keyword.toLowerCase() === keyword.toLowerCase());
    if (!parameter) {
      if (keyword.toLowerCase() !== 'time_zone') {
        throw new Error(`The SQL has :${keyword}, which is not among the parameters. Add it below.`);
      }
      values.set(keyword, { name: keyword, value: timeZone, type: 'STRING' });
      return;
    }
    const type = typeOf(parameter);
    if (parameter.complexType === 'MULTI') {
      const names = (parameter.defaultSelection?.values?.values ?? missing(parameter)).map(({ value = null }, number) => {
        const name = `${keyword}_value_${number + 1}`;
        values.set(name, { name, value: value === null ? null : dated(value, type, today, false), type });
        return `:${name}`;
      });
      const word = (offset: number) => text.slice(tokens[index + offset]?.from ?? 0, tokens[index + offset]?.to ?? 0).toUpperCase();
      const isList = word(-2) === 'IN' && word(-1) === '(' && word(1) === ')';
      sql += text.slice(at, token.from) + (isList ? names.join(', ') || 'NULL' : `ARRAY(${names.join(', ')})`);
      at = token.to;
      return;
    }
    const selection = parameter.defaultSelection;
    const value = part === 'min' || part === 'max' ? selection?.range?.[part]?.value : selection?.values?.values?.[0]?.value;
    if (value === undefined) {
      missing(parameter);
    }
    const name = part === undefined ? keyword : `${keyword}.${part}`;
    values.set(name, { name, value: value === undefined || value === null ? null : dated(value, type, today, part === 'max'), type });
  });
  return { sql: sql + text.slice(at), parameters: [...values.values()] };
}

function missing(parameter: DatasetParameter): never {
  throw new Error(`The parameter ${parameter.displayName || parameter.keyword} has no default. Give it one below.`);
}

/** The type that a parameter has in a statement. */
function typeOf({ dataType = 'STRING' }: DatasetParameter): string {
  switch (dataType.toUpperCase()) {
    case 'INTEGER':
    case 'INT':
    case 'LONG':
    case 'BIGINT': return 'BIGINT';
    case 'DECIMAL': return 'DECIMAL';
    case 'NUMBER':
    case 'NUMERIC':
    case 'DOUBLE':
    case 'FLOAT': return 'DOUBLE';
    case 'BOOLEAN': return 'BOOLEAN';
    case 'DATE': return 'DATE';
    case 'DATETIME':
    case 'TIMESTAMP': return 'TIMESTAMP';
    default: return 'STRING';
  }
}

const nextOf: Record<string, string> = { w: '+1w', M: '+1M', Q: '+1Q', y: '+1y' };

/** A relative date as its day; as a range's end, the last of the unit that it is rounded to. */
function dated(value: string, type: string, today: string, isEnd: boolean): string {
  if (type !== 'DATE' && type !== 'TIMESTAMP') {
    return value;
  }
  const day = dayOf(value, today);
  if (day === undefined || (type === 'TIMESTAMP' && !value.startsWith('now') && value.length > 10)) {
    return value;
  }
  const rounded = isEnd ? nextOf[/^now.*\/([wMQy])$/.exec(value)?.[1] ?? ''] : undefined;
  const last = rounded === undefined ? day : dayOf('now-1d', dayOf(`now${rounded}`, day)!)!;
  return type === 'DATE' ? last : isEnd ? `${last}T23:59:59.999999` : `${last}T00:00:00`;
}
