import type { EChartsOption } from 'echarts';
import { expressionOf } from '../document/document';
import { axisTitle, encoding, nameOf, type Encoding } from '../document/encodings';
import { axisStyle, base, box, short } from './cartesian';
import type { ChartModel, Point, Source } from './context';
import { numberFormat, tickFormat, timeFormat } from './format';
import { mainResult } from './series';
import { granularityOf, inferredGranularity, wallTime } from './times';
import { byName, columnAt, isNumericColumn, isTemporalColumn, nullName, numberOf } from './values';

interface Places {
  field: Encoding | undefined;
  at: number;
  keys: (string | null)[];
  labels: string[];
}

/** Fields of a chessboard, the stronger the colour the larger the value. */
export function heatmap(source: Source): ChartModel {
  const { spec, theme, locale } = source;
  const result = mainResult(source);
  const x = places(source, 'x');
  const y = places(source, 'y');
  const colour = encoding(spec.encodings, 'color');
  const valueAt = columnAt(result, colour?.fieldName);
  const [xIndex, yIndex] = [new Map(x.keys.map((key, at) => [key, at])), new Map(y.keys.map((key, at) => [key, at]))];
  const cells = (result?.rows ?? []).flatMap((row): [number, number, number][] => {
    const value = numberOf(row[valueAt]);
    return value === null ? [] : [[xIndex.get(row[x.at] ?? null) ?? 0, yIndex.get(row[y.at] ?? null) ?? 0, value]];
  });
  const values = cells.map(([, , value]) => value);
  const [least, most] = values.length === 0 ? [0, 1] : [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const write = numberFormat(colour?.format ?? { type: 'number', decimalPlaces: { type: 'max', places: 4 } }, locale);
  const tick = tickFormat(colour?.format, locale);
  const style = axisStyle(theme);
  const category = (one: Places) => ({ ...style, type: 'category', data: one.labels, splitLine: { show: false }, axisTick: { show: false }, axisLabel: { ...style.axisLabel, width: 120, overflow: 'truncate' } });
  const option = {
    ...base(theme, false),
    grid: { left: 8, right: 16, top: 12, bottom: 48, outerBoundsMode: 'same', outerBoundsContain: 'all' },
    xAxis: { ...category(x), name: axisTitle(x.field), nameLocation: 'middle', nameGap: 28, nameTextStyle: { color: theme.quiet } },
    yAxis: { ...category(y), inverse: true },
    visualMap: {
      type: 'continuous',
      min: Math.min(least, most > 0 ? 0 : least),
      max: most === least ? most + 1 : most,
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      itemHeight: 120,
      itemWidth: 12,
      text: [tick(most), tick(Math.min(least, most > 0 ? 0 : least))],
      textStyle: { color: theme.quiet },
      formatter: (value: number) => tick(value),
      inRange: { color: [theme.panel, theme.series[0]] },
    },
    tooltip: { ...box(theme), trigger: 'item', formatter: ({ dataIndex }: { dataIndex: number }) => { const cell = cells[dataIndex]; return cell ? `${short(x.labels[cell[0]]!)}, ${short(y.labels[cell[1]]!)}: ${write(cell[2])}` : ''; } },
    series: [{ type: 'heatmap', data: cells, itemStyle: { borderColor: theme.page, borderWidth: 1 }, emphasis: { itemStyle: { borderColor: theme.text } } }],
  };
  return {
    kind: 'chart',
    option: option as unknown as EChartsOption,
    description: `Heat map of ${colour ? nameOf(colour) : 'values'} by ${x.field ? nameOf(x.field) : 'x'} and ${y.field ? nameOf(y.field) : 'y'}. ${cells.length === 0 ? 'No values' : `${cells.length} values, from ${write(least)} to ${write(most)}`}.`,
    notes: result?.truncated ? [`Only the first ${result.rows.length.toLocaleString(locale)} rows are drawn.`] : [],
    pointOf: ({ dataIndex }) => {
      const cell = cells[dataIndex];
      const point: Point = {};
      if (cell && x.field && x.at >= 0) {
        point[x.field.fieldName] = x.keys[cell[0]]!;
      }
      if (cell && y.field && y.at >= 0) {
        point[y.field.fieldName] = y.keys[cell[1]]!;
      }
      return Object.keys(point).length === 0 ? undefined : point;
    },
  };
}

function places(source: Source, name: 'x' | 'y'): Places {
  const result = mainResult(source);
  const field = encoding(source.spec.encodings, name);
  const at = columnAt(result, field?.fieldName);
  if (!result || !field || at < 0) {
    return { field, at, keys: [null], labels: [''] };
  }
  const keys = [...new Set(result.rows.map((row) => row[at]!))];
  if (field.scale?.type === 'temporal' || isTemporalColumn(result, at)) {
    const time = (key: string | null) => wallTime(key, source.timeZone) ?? Infinity;
    keys.sort((a, b) => time(a) - time(b));
    const granularity = granularityOf(expressionOf(source.document, source.widget, field.fieldName)) ?? inferredGranularity(keys.map(time).filter(Number.isFinite));
    const write = timeFormat(granularity, source.locale, true);
    return { field, at, keys, labels: keys.map((key) => (key === null ? nullName : write(time(key)))) };
  }
  const listed = field.scale?.sort?.orderedList?.map((one) => (typeof one === 'string' ? one : one.value));
  if (listed) {
    const place = new Map(listed.map((one, i) => [one as string | null, i]));
    keys.sort((a, b) => (place.get(a) ?? listed.length) - (place.get(b) ?? listed.length) || byName(a, b, source.locale));
  } else if (isNumericColumn(result, at)) {
    keys.sort((a, b) => (numberOf(a) ?? Infinity) - (numberOf(b) ?? Infinity));
  } else {
    keys.sort((a, b) => byName(a, b, source.locale));
  }
  return { field, at, keys, labels: keys.map((key) => key ?? nullName) };
}
