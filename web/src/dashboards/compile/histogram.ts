import type { EChartsOption } from 'echarts';
import { axisTitle, encoding, nameOf } from '../document/encodings';
import { axisStyle, base, box } from './cartesian';
import type { ChartModel, Source } from './context';
import { numberFormat, tickFormat } from './format';
import { mainResult } from './series';
import { columnAt, numberOf } from './values';

interface Bin {
  from: number;
  to: number;
  count: number;
}

const mostBins = 40;

/**
 * How values are spread: bars over intervals of equal width. Rows with a count (y) stand for so many values.
 * A value on the edge of two intervals is in the upper one; the last one has both its edges.
 */
export function histogram(source: Source): ChartModel {
  const { spec, theme, locale } = source;
  const result = mainResult(source);
  const x = encoding(spec.encodings, 'x');
  const y = encoding(spec.encodings, 'y');
  const [xAt, yAt] = [columnAt(result, x?.fieldName), columnAt(result, y?.fieldName)];
  const pairs = (result?.rows ?? []).flatMap((row): [number, number][] => {
    const value = numberOf(row[xAt]);
    const weight = yAt < 0 ? 1 : numberOf(row[yAt]);
    return value === null || weight === null ? [] : [[value, weight]];
  });
  const left = (result?.rows.length ?? 0) - pairs.length;
  const bins = binsOf(pairs, numberOf(String((x?.['bin'] as { step?: unknown } | undefined)?.step ?? '')) ?? undefined);
  const write = numberFormat(x?.format ?? { type: 'number', decimalPlaces: { type: 'max', places: 4 } }, locale);
  const tick = tickFormat(x?.format, locale);
  const count = numberFormat(y?.format ?? { type: 'number', decimalPlaces: { type: 'max', places: 2 } }, locale);
  const name = (bin: Bin) => `${write(bin.from)} to ${write(bin.to)}`;
  const style = axisStyle(theme);
  const option = {
    ...base(theme, false),
    grid: { left: 8, right: 20, top: 14, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'all' },
    xAxis: { ...style, type: 'category', data: bins.map((bin) => tick(bin.from)), splitLine: { show: false }, name: axisTitle(x), nameLocation: 'middle', nameGap: 30, nameTextStyle: { color: theme.quiet } },
    yAxis: { ...style, type: 'value', name: y ? axisTitle(y) : 'Rows', nameLocation: 'middle', nameGap: 12, nameMoveOverlap: true, nameTextStyle: { color: theme.quiet }, axisLabel: { ...style.axisLabel, formatter: (value: number) => tickFormat(undefined, locale)(value) } },
    tooltip: { ...box(theme), trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: (shown: unknown) => { const bin = bins[(Array.isArray(shown) ? (shown[0] as { dataIndex: number }).dataIndex : -1)]; return bin ? `${name(bin)}: ${count(bin.count)}` : ''; } },
    series: [{ type: 'bar', data: bins.map((bin) => bin.count), barCategoryGap: '4%', itemStyle: { color: theme.series[0] } }],
  };
  const largest = bins.reduce<Bin | undefined>((most, bin) => (most === undefined || bin.count > most.count ? bin : most), undefined);
  return {
    kind: 'chart',
    option: option as unknown as EChartsOption,
    description: `Histogram of ${x ? nameOf(x) : 'values'}. ${largest ? `${bins.length} intervals; the fullest is ${name(largest)} with ${count(largest.count)}` : 'No values'}.`,
    notes: [...(left > 0 ? [`${left.toLocaleString(locale)} ${left === 1 ? 'row' : 'rows'} without a number ${left === 1 ? 'is' : 'are'} left out.`] : []), ...(result?.truncated ? [`Only the first ${result.rows.length.toLocaleString(locale)} rows are drawn.`] : [])],
    pointOf: () => undefined,
  };
}

/** Intervals of a round width: as many as values that are spread so need (Sturges), not more than can be drawn. */
export function binsOf(pairs: [number, number][], step?: number): Bin[] {
  if (pairs.length === 0) {
    return [];
  }
  const least = pairs.reduce((min, [value]) => Math.min(min, value), Infinity);
  const most = pairs.reduce((max, [value]) => Math.max(max, value), -Infinity);
  const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
  const wanted = Math.min(mostBins, Math.max(5, Math.ceil(Math.log2(Math.max(1, total))) + 1));
  const width = step !== undefined && step > 0 && (most - least) / step <= 1000 ? step : roundUp(least === most ? 1 : (most - least) / wanted);
  const first = Math.floor(least / width);
  const bins = Array.from({ length: Math.max(1, Math.ceil(most / width) - first) }, (_, at): Bin => ({ from: (first + at) * width, to: (first + at + 1) * width, count: 0 }));
  for (const [value, weight] of pairs) {
    bins[Math.min(bins.length - 1, Math.max(0, Math.floor(value / width) - first))]!.count += weight;
  }
  return bins;
}

// The next of 1, 2, 5, 10, 20, ...
function roundUp(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= width * 0.999999) ?? 10 * power;
}
