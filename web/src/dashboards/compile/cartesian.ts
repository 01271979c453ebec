import type { EChartsOption, SeriesOption } from 'echarts';
import type { ChartTheme } from '../../charts/theme';
import { axisTitle, encoding, fieldsOf, isLog, nameOf, type Encoding } from '../document/encodings';
import type { ChartModel, Source } from './context';
import { describe } from './describe';
import { numberFormat, tickFormat, timeFormat } from './format';
import { decals } from './palette';
import { chartData, type ChartData, type Fields, type Series } from './series';

/** How the series of a chart on two axes are drawn. */
export interface Drawing {
  /** "Bar chart", for who does not see it. */
  what: string;
  series: (series: Series, at: number, data: ChartData, isTime: boolean) => SeriesOption;
  /** Whether times without regular buckets stand on a scale of time; bars need places. */
  mayRunOnTime: boolean;
  /** The value fields of a second axis. */
  second?: Encoding[];
  isHorizontal?: boolean;
}

/** Which field has the places and which the values: bars whose values are on x lie. */
export function fieldsOfChart({ spec }: Pick<Source, 'spec'>): Fields & { isHorizontal: boolean } {
  const x = fieldsOf(spec.encodings, 'x');
  const y = fieldsOf(spec.encodings, 'y');
  const isHorizontal = x[0]?.scale?.type === 'quantitative' && y[0]?.scale?.type !== undefined && y[0].scale.type !== 'quantitative';
  return {
    place: (isHorizontal ? y : x)[0],
    placeAxis: isHorizontal ? 'y' : 'x',
    values: isHorizontal ? x : y,
    colour: encoding(spec.encodings, 'color'),
    isHorizontal,
  };
}

/** A chart with places on one axis and values on the other. */
export function cartesian(source: Source, fields: Fields, drawing: Drawing): ChartModel {
  const { theme, locale } = source;
  const data = chartData(source, fields);
  const first = fields.values.find((field) => !drawing.second?.includes(field));
  const isTime = drawing.mayRunOnTime && data.times !== undefined;
  const isLogScale = isLog(first);
  if (isLogScale) {
    withoutWhatHasNoLogarithm(data);
  }
  const writers = new Map(fields.values.map((field) => [field, numberFormat(field.format ?? { type: 'number', decimalPlaces: { type: 'max', places: 4 } }, locale)]));
  const write = (one: Series, value: number) => writers.get(one.field)!(value);
  const places = isTime ? timeAxis(theme, data, locale) : placeAxis(theme, data, drawing.isHorizontal === true);
  const values = valueAxis(theme, first, fields.values.filter((field) => !drawing.second?.includes(field)), isLogScale, drawing.isHorizontal === true, locale);
  const second = drawing.second?.length ? [{ ...valueAxis(theme, drawing.second[0], drawing.second, isLog(drawing.second[0]), false, locale), splitLine: { show: false } }] : [];
  const named = { ...places, name: axisTitle(fields.place), nameLocation: 'middle', nameGap: drawing.isHorizontal ? 8 : 30, nameMoveOverlap: true, nameTextStyle: { color: theme.quiet } };
  const axes = drawing.isHorizontal ? { xAxis: values, yAxis: { ...named, name: '' } } : { xAxis: named, yAxis: second.length ? [values, ...second] : values };
  const option = {
    ...base(theme, data.series.length > 1),
    grid: { left: 8, right: 16, top: data.series.length > 1 ? 38 : 14, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'all' },
    ...axes,
    tooltip: {
      ...box(theme),
      trigger: 'axis',
      axisPointer: { type: drawing.mayRunOnTime ? 'line' : 'shadow' },
      formatter: (shown: unknown) => tooltip(shown, data, write),
    },
    series: data.series.map((one, at) => drawing.series(one, at, data, isTime)),
  };
  return {
    kind: 'chart',
    option: option as unknown as EChartsOption,
    description: describe(`${drawing.what} of ${fields.values.map(nameOf).join(', ')}${fields.place ? ` by ${nameOf(fields.place)}` : ''}`, data, (value) => (first ? writers.get(first)!(value) : String(value))),
    notes: data.notes,
    pointOf: ({ seriesIndex, dataIndex }) => data.pointAt(seriesIndex, dataIndex),
    ...(isTime || fields.place === undefined ? {} : { placeAxis: drawing.isHorizontal ? ('y' as const) : ('x' as const) }),
  };
}

/** What all charts have in common. Nothing moves: a dashboard is read, not watched. */
export const base = (theme: ChartTheme, hasLegend: boolean): EChartsOption => ({
  animation: false,
  useUTC: true,
  color: theme.series,
  textStyle: { color: theme.text, fontFamily: theme.font },
  aria: { enabled: true, label: { enabled: false }, decal: { show: hasLegend, decals: decals(theme) } },
  ...(hasLegend ? { legend: legend(theme) } : {}),
});

export const legend = (theme: ChartTheme) => ({
  type: 'scroll' as const,
  // The pages of a legend are cut at its edge: its letters need room above them.
  top: 2,
  padding: [8, 4],
  left: 4,
  right: 4,
  itemWidth: 16,
  itemHeight: 10,
  formatter: (name: string) => cut(name, longestOfLegend),
  textStyle: { color: theme.text, lineHeight: 16 },
  pageTextStyle: { color: theme.text },
  pageIconColor: theme.text,
  pageIconInactiveColor: theme.line,
});

// As HTML a tooltip would have style attributes, which the page's policy refuses.
export const box = (theme: ChartTheme) => ({ renderMode: 'richText' as const, confine: true, backgroundColor: theme.panel, borderColor: theme.line, textStyle: { color: theme.text, fontSize: 12, fontFamily: theme.font } });

/** The line, the labels and the grid of an axis. */
export const axisStyle = (theme: ChartTheme) => ({
  axisLine: { lineStyle: { color: theme.line } },
  axisTick: { lineStyle: { color: theme.line } },
  splitLine: { lineStyle: { color: theme.line, opacity: 0.6 } },
  axisLabel: { color: theme.quiet, hideOverlap: true },
});

const mostNamed = 30;
const mostLevel = 60;

function placeAxis(theme: ChartTheme, { ticks, isTemporal }: ChartData, isHorizontal: boolean) {
  const style = axisStyle(theme);
  // Days can be told from their neighbours; a name that is left out cannot. Many letters side by side only fit aslant.
  const isNamed = !isTemporal && ticks.length <= mostNamed;
  const isAslant = isNamed && !isHorizontal && ticks.reduce((sum, tick) => sum + Math.min(tick.length, 16), 0) > mostLevel;
  return {
    ...style,
    type: 'category',
    data: ticks,
    // Bars that lie are read from the top.
    inverse: isHorizontal,
    splitLine: { show: false },
    axisTick: { show: false },
    axisLabel: { ...style.axisLabel, width: isHorizontal ? 160 : 110, overflow: 'truncate', ...(isNamed ? { interval: 0 } : {}), ...(isAslant ? { rotate: 35 } : {}) },
  };
}

function timeAxis(theme: ChartTheme, { times = [] }: ChartData, locale: string | undefined) {
  const style = axisStyle(theme);
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const write = timeFormat(span > 3 * 86_400_000 ? 'day' : 'minute', locale, true);
  return { ...style, type: 'time', splitLine: { show: false }, axisLabel: { ...style.axisLabel, formatter: (value: number) => write(value) } };
}

function valueAxis(theme: ChartTheme, field: Encoding | undefined, all: Encoding[], isLogScale: boolean, isHorizontal: boolean, locale: string | undefined) {
  const style = axisStyle(theme);
  const write = tickFormat(field?.format, locale);
  const { min, max } = field?.scale?.domain ?? {};
  return {
    ...style,
    type: isLogScale ? 'log' : 'value',
    name: all.length > 1 && field?.axis?.title === undefined ? '' : axisTitle(field),
    nameLocation: 'middle',
    nameGap: isHorizontal ? 28 : 12,
    nameMoveOverlap: true,
    nameTextStyle: { color: theme.quiet },
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    axisLabel: { ...style.axisLabel, formatter: (value: number) => write(value) },
  };
}

function withoutWhatHasNoLogarithm(data: ChartData) {
  let lost = 0;
  for (const one of data.series) {
    one.values = one.values.map((value) => {
      lost += value !== null && value < 0 ? 1 : 0;
      return value !== null && value > 0 ? value : null;
    });
  }
  if (lost > 0) {
    data.notes.push('Values below zero have no place on a logarithmic axis; the table has them.');
  }
}

interface Shown {
  seriesIndex?: number;
  dataIndex?: number;
}

const mostLines = 12;

function tooltip(shown: unknown, data: ChartData, write: (series: Series, value: number) => string): string {
  const marks = (Array.isArray(shown) ? shown : [shown]) as Shown[];
  const lines = marks.flatMap(({ seriesIndex = 0, dataIndex = 0 }) => {
    const one = data.series[seriesIndex];
    const value = one?.values[dataIndex];
    return one && value !== null && value !== undefined ? [`${short(one.name)}: ${write(one, value)}`] : [];
  });
  const label = data.labels[marks[0]?.dataIndex ?? -1] ?? '';
  const more = lines.length - mostLines;
  return lines.length === 0 ? '' : [short(label), ...lines.slice(0, mostLines), ...(more > 0 ? [`and ${more} more`] : [])].filter((line) => line !== '').join('\n');
}

const longestOfLegend = 26;
const longest = 60;
const cut = (name: string, most: number): string => (name.length > most ? name.slice(0, most - 1) + '…' : name);

/** A long name as a tooltip has room for it. */
export const short = (name: string): string => cut(name, longest);
