import { useId } from 'react';
import type { Column } from '../../api/statements';
import { isNested, isNumeric } from '../sort';
import { aggregations, kinds, withKind, type Aggregation, type ChartSettings, type Kind } from './settings';

interface Properties {
  columns: Column[];
  settings: ChartSettings;
  onChange: (settings: ChartSettings) => void;
}

const kindNames: Record<Kind, string> = { bar: 'Bars', line: 'Lines', area: 'Areas', scatter: 'Points', pie: 'Pie' };
const aggregationNames: Record<Aggregation, string> = { none: 'Each row', sum: 'Sum', average: 'Average', min: 'Minimum', max: 'Maximum', count: 'Count' };

/** The choices of a chart. */
export function ChartFields({ columns, settings, onChange }: Properties) {
  const options = columns.map((column, at) => ({ column, at })).filter(({ column }) => !isNested(column));
  const numbers = options.filter(({ column, at }) => isNumeric(column) && at !== settings.x);
  const setX = (x: number) => onChange({ ...settings, x, y: settings.y.filter((at) => at !== x) });
  const setGroup = (text: string) => {
    const { group: _, ...rest } = settings;
    onChange(text === '' ? rest : { ...rest, group: Number(text) });
  };
  const toggle = (at: number) => onChange({ ...settings, y: settings.y.includes(at) ? settings.y.filter((other) => other !== at) : [...settings.y, at].sort((a, b) => a - b) });
  // Each row of its own can be drawn where rows have their own place on the axis.
  const offered = aggregations.filter((one) => one !== 'none' || (settings.kind !== 'bar' && settings.kind !== 'pie'));
  return (
    <div className="bar sql-chart-fields" role="group" aria-label="Chart settings">
      <Choice label="Kind" value={settings.kind} onChange={(kind) => onChange(withKind(settings, kind as Kind))} options={kinds.map((kind) => [kind, kindNames[kind]])} />
      <Choice label="X" value={String(settings.x)} onChange={(text) => setX(Number(text))} options={options.map(({ column, at }) => [String(at), column.name])} />
      {settings.kind === 'pie' ? (
        <Choice label="Values" value={String(settings.y[0] ?? '')} onChange={(text) => onChange({ ...settings, y: text === '' ? [] : [Number(text)] })} options={[['', 'Number of rows'], ...numbers.map(({ column, at }): [string, string] => [String(at), column.name])]} />
      ) : (
        numbers.length > 0 && (
          <fieldset className="sql-values">
            <legend>Values</legend>
            {numbers.map(({ column, at }) => (
              <label key={at}><input type="checkbox" checked={settings.y.includes(at)} onChange={() => toggle(at)} /> {column.name}</label>
            ))}
          </fieldset>
        )
      )}
      {settings.kind !== 'pie' && (
        <Choice label="Series by" value={String(settings.group ?? '')} onChange={setGroup} options={[['', 'Nothing'], ...options.filter(({ at }) => at !== settings.x).map(({ column, at }): [string, string] => [String(at), column.name])]} />
      )}
      {settings.y.length > 0 && (
        <Choice label="Rows of the same X" value={settings.aggregation} onChange={(aggregation) => onChange({ ...settings, aggregation: aggregation as Aggregation })} options={offered.map((one) => [one, aggregationNames[one]])} />
      )}
    </div>
  );
}

function Choice({ label, value, options, onChange }: { label: string; value: string; options: [string, string][]; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div className="sql-choice">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([key, text]) => <option key={key} value={key}>{text}</option>)}
      </select>
    </div>
  );
}
