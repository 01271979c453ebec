import type { WidgetStatement } from '../../api/dashboards';
import type { Parameter } from '../../api/statements';

/**
 * A statement with its parameters written into it, so that it runs in the editor as it stands. It is run there with one's own rights;
 * strings, quoted names and comments stay as they are.
 */
export function editorText({ statement, parameters }: WidgetStatement): string {
  const values = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  return statement.replace(/'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`(?:[^`]|``)*`|--[^\n]*|\/\*[\s\S]*?\*\/|::|:([A-Za-z_]\w*(?:\.(?:min|max)\b)?)/g, (token, name: string | undefined) => {
    const parameter = name === undefined ? undefined : values.get(name);
    return parameter === undefined ? token : literal(parameter);
  });
}

const numeric = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function literal({ value, type = 'STRING' }: Parameter): string {
  if (value === null) {
    return 'NULL';
  }
  const name = type.toUpperCase();
  if (/^(?:BYTE|SHORT|INT|LONG|FLOAT|DOUBLE|DECIMAL|TINYINT|SMALLINT|INTEGER|BIGINT|NUMERIC)\b/.test(name) && numeric.test(value)) {
    return value;
  }
  if (name === 'BOOLEAN' && /^(?:true|false)$/i.test(value)) {
    return value.toUpperCase();
  }
  // The engine reads backslashes in strings, as Spark does.
  const text = `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  return name === 'DATE' || name === 'TIMESTAMP' || name === 'TIMESTAMP_NTZ' ? `${name} ${text}` : text;
}
