import type { EChartsOption } from 'echarts';
import { axisTitle, encoding, isLog, nameOf, type Encoding } from '../document/encodings';
import { axisStyle, base, box, short } from './cartesian';
import type { ChartModel, Point, Source } from './context';
import { numberFormat, tickFormat, timeFormat } from './format';
import { mostSeries, otherName } from './palette';
import { mainResult } from './series';
import { wallTime } from './times';
import { byName, columnAt, isNumericColumn, isTemporalColumn, nullName, numberOf } from './values';

interface Axis {
  field: Encoding;
  at: number;
  kind: 'value' | 'time' | 'category';
  valueOf: (text: string | null) => number | string | null;
  write: (value: number | string) => string;
  tick: (value: number) => string;
}

const sizes = [5, 30] as const;

/** A mark for each row, at the place of its two values. */
export function scatter(source: Source): ChartModel {
  const { spec, theme, locale } = source;
  const result = mainResult(source);
  const x = axisOf(source, 'x');
  const y = axisOf(source, 'y');
  const colour = encoding(spec.encodings, 'color');
  const size = encoding(spec.encodings, 'size');
  const [colourAt, sizeAt] = [columnAt(result, colour?.fieldName), columnAt(result, size?.fieldName)];
  const rows = (result?.rows ?? []).filter((row) => x && y && x.valueOf(row[x.at]!) !== null && y.valueOf(row[y.at]!) !== null);
  const left = (result?.rows.length ?? 0) - rows.length;
  const notes = left > 0 ? [`${left.toLocaleString(locale)} ${left === 1 ? 'row' : 'rows'} without a value on both axes ${left === 1 ? 'is' : 'are'} left out.`] : [];

  const counts = new Map<string | null, number>();
  for (const row of rows) {
    const key = colourAt < 0 ? null : row[colourAt]!;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const largest = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)!);
  const isTooMany = largest.length > mostSeries;
  const keys: (string | null | undefined)[] = (isTooMany ? largest.slice(0, mostSeries - 1) : largest).sort((a, b) => byName(a, b, locale));
  if (isTooMany) {
    keys.push(undefined);
    notes.push(`“${otherName}” is ${(largest.length - mostSeries + 1).toLocaleString(locale)} values together.`);
  }
  const own = new Set(keys);
  const groups = keys.map((key) => rows.filter((row) => (colourAt < 0 ? true : key === undefined ? !own.has(row[colourAt]!) : row[colourAt] === key)));
  const largestSize = Math.max(0, ...rows.map((row) => numberOf(row[sizeAt]) ?? 0));
  const nameOfGroup = (at: number) => (colourAt < 0 ? '' : keys[at] === undefined ? otherName : (keys[at] ?? nullName));
  const option = {
    ...base(theme, colourAt >= 0),
    grid: { left: 8, right: 20, top: colourAt >= 0 ? 38 : 14, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'all' },
    xAxis: x ? { ...axis(x, source), nameGap: 30 } : { type: 'value' },
    yAxis: y ? { ...axis(y, source), nameGap: 12 } : { type: 'value' },
    tooltip: {
      ...box(theme),
      trigger: 'item',
      formatter: ({ seriesIndex, dataIndex }: { seriesIndex: number; dataIndex: number }) => {
        const row = groups[seriesIndex]?.[dataIndex];
        return row === undefined || !x || !y ? '' : [short(nameOfGroup(seriesIndex)), ...[x, y].map((one) => `${nameOf(one.field)}: ${one.write(one.valueOf(row[one.at]!)!)}`), ...(size && sizeAt >= 0 ? [`${nameOf(size)}: ${row[sizeAt] ?? nullName}`] : [])].filter((line) => line !== '').join('\n');
      },
    },
    series: groups.map((group, at) => ({
      type: 'scatter',
      name: nameOfGroup(at),
      itemStyle: { color: keys[at] === undefined ? theme.quiet : theme.series[at % theme.series.length], opacity: 0.75 },
      data: group.map((row) => [x!.valueOf(row[x!.at]!), y!.valueOf(row[y!.at]!)]),
      symbolSize: sizeAt < 0 ? (rows.length > 500 ? 5 : 8) : (_: unknown, { dataIndex }: { dataIndex: number }) => sizes[0] + (sizes[1] - sizes[0]) * Math.sqrt(Math.max(0, numberOf(group[dataIndex]?.[sizeAt]) ?? 0) / (largestSize || 1)),
      ...(rows.length > 3000 ? { large: true } : {}),
    })),
  };
  return {
    kind: 'chart',
    option: option as unknown as EChartsOption,
    description: `Scatter chart of ${y ? nameOf(y.field) : 'values'} against ${x ? nameOf(x.field) : 'values'}. ${rows.length.toLocaleString(locale)} ${rows.length === 1 ? 'point' : 'points'}.`,
    notes,
    pointOf: ({ seriesIndex, dataIndex }) => {
      const row = groups[seriesIndex]?.[dataIndex];
      const point: Point = {};
      if (row && colour && colourAt >= 0) {
        point[colour.fieldName] = row[colourAt]!;
      }
      for (const one of [x, y]) {
        if (row && one && one.kind === 'category') {
          point[one.field.fieldName] = row[one.at]!;
        }
      }
      return Object.keys(point).length === 0 ? undefined : point;
    },
  };
}

function axisOf(source: Source, name: 'x' | 'y'): Axis | undefined {
  const result = mainResult(source);
  const field = encoding(source.spec.encodings, name);
  const at = columnAt(result, field?.fieldName);
  if (!field || !result || at < 0) {
    return undefined;
  }
  if (field.scale?.type === 'temporal' || isTemporalColumn(result, at)) {
    const write = timeFormat(result.columns[at]!.type_name === 'DATE' ? 'day' : undefined, source.locale);
    const tick = timeFormat('day', source.locale, true);
    return { field, at, kind: 'time', valueOf: (text) => wallTime(text, source.timeZone), write: (value) => write(Number(value)), tick };
  }
  if (field.scale?.type === 'categorical' || (field.scale?.type === undefined && !isNumericColumn(result, at))) {
    return { field, at, kind: 'category', valueOf: (text) => text ?? nullName, write: String, tick: String };
  }
  const isLogarithmic = isLog(field);
  return {
    field,
    at,
    kind: 'value',
    valueOf: (text) => {
      const value = numberOf(text);
      return value !== null && isLogarithmic && value <= 0 ? null : value;
    },
    write: numberFormat(field.format ?? { type: 'number', decimalPlaces: { type: 'max', places: 4 } }, source.locale),
    tick: tickFormat(field.format, source.locale),
  };
}

function axis({ field, kind, tick }: Axis, { theme }: Source) {
  const style = axisStyle(theme);
  return {
    ...style,
    type: kind === 'value' && isLog(field) ? 'log' : kind,
    ...(kind === 'value' ? { scale: true } : {}),
    name: axisTitle(field),
    nameLocation: 'middle',
    nameMoveOverlap: true,
    nameTextStyle: { color: theme.quiet },
    axisLabel: { ...style.axisLabel, ...(kind === 'category' ? { width: 110, overflow: 'truncate' } : { formatter: (value: number) => tick(value) }) },
  };
}
