import type { CounterModel } from '../compile/counter';

const arrows = { up: '▲', down: '▼', same: '' };

/** One number, what it is compared with, and its course. */
export function CounterView({ model }: { model: CounterModel }) {
  const { value, full, comparison, sparkline } = model;
  return (
    <div className="counter">
      <p className="value" title={full}>{value}</p>
      {comparison && (
        <p className="comparison">
          <span className={comparison.isGood === undefined ? '' : comparison.isGood ? 'good' : 'bad'}>
            <span aria-hidden="true">{arrows[comparison.direction]} </span>
            {comparison.text}
            {comparison.isGood !== undefined && <span className="visually-hidden">{comparison.isGood ? ' (better)' : ' (worse)'}</span>}
          </span>{' '}
          <span className="quiet">{comparison.against}</span>
        </p>
      )}
      {sparkline && <Course values={sparkline} />}
    </div>
  );
}

const width = 200;
const height = 36;

function Course({ values }: { values: (number | null)[] }) {
  const known = values.filter((value) => value !== null);
  const most = Math.max(...known);
  const least = Math.min(0, ...known);
  const at = (value: number, place: number) => `${((place / (values.length - 1)) * width).toFixed(1)} ${(height - 2 - ((value - least) / (most - least || 1)) * (height - 4)).toFixed(1)}`;
  // A gap lifts the pen.
  const path = values.map((value, place) => (value === null ? '' : `${place === 0 || values[place - 1] === null ? 'M' : 'L'}${at(value, place)}`)).join('');
  return (
    <svg className="course" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
