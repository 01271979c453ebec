import type { EChartsOption, SeriesOption, XAXisComponentOption, YAXisComponentOption } from 'echarts';
import type { ChartTheme } from '../../charts/theme';
import type { Formats } from './formats';
import type { ChartData, X } from './series';
import type { Kind } from './settings';

/** What the axes are called. */
export interface Labels {
  x: string;
  y: string;
}

/** The option that draws the data. */
export function compile(data: ChartData, kind: Kind, labels: Labels, formats: Formats, theme: ChartTheme): EChartsOption {
  const base: EChartsOption = {
    animation: false,
    color: theme.series,
    textStyle: { color: theme.text, fontFamily: theme.font },
    tooltip: box(theme),
    ...(data.series.length > 1 || kind === 'pie' ? { legend: { type: 'scroll', top: 0, textStyle: { color: theme.text }, pageTextStyle: { color: theme.text }, pageIconColor: theme.text, pageIconInactiveColor: theme.line } } : {}),
  };
  return kind === 'pie' ? { ...base, ...pie(data, formats, theme) } : { ...base, ...cartesian(data, kind, labels, formats, theme) };
}

// As HTML a tooltip would have style attributes, which the page's policy refuses.
const box = (theme: ChartTheme) => ({ renderMode: 'richText' as const, confine: true, backgroundColor: theme.panel, borderColor: theme.line, textStyle: { color: theme.text } });

function pie({ series }: ChartData, formats: Formats, theme: ChartTheme): EChartsOption {
  return {
    series: series.map(({ name, points }) => ({
      type: 'pie',
      name,
      radius: ['0%', '68%'],
      top: 30,
      itemStyle: { borderColor: theme.page, borderWidth: 1 },
      label: { color: theme.text, formatter: '{b}: {d} %' },
      labelLine: { lineStyle: { color: theme.quiet } },
      data: points.map(([x, value]) => ({ name: formats.x(x), value: value ?? 0 })),
      tooltip: { valueFormatter: (value) => formats.number(Number(value)) },
    })),
  };
}

function cartesian(data: ChartData, kind: Kind, labels: Labels, formats: Formats, theme: ChartTheme): EChartsOption {
  const line = { lineStyle: { color: theme.line } };
  const label = { color: theme.quiet, hideOverlap: true };
  const isNamed = data.axis === 'category';
  const name = { nameLocation: 'middle' as const, nameTextStyle: { color: theme.quiet } };
  return {
    grid: { left: 12, right: 24, top: data.series.length > 1 ? 40 : 16, bottom: 12, outerBoundsMode: 'same', outerBoundsContain: 'all' },
    xAxis: {
      type: isNamed ? 'category' : data.axis === 'time' ? 'time' : 'value',
      name: labels.x,
      nameGap: 32,
      ...name,
      axisLine: line,
      splitLine: { show: false },
      ...(isNamed ? { data: data.categories.map(formats.x) } : {}),
      ...(data.axis === 'number' ? { scale: true } : {}),
      axisLabel: { ...label, ...(isNamed ? { width: 140, overflow: 'truncate' } : { formatter: (value: number) => (data.axis === 'time' ? formats.timeTick(value) : formats.tick(value)) }) },
    } as XAXisComponentOption,
    yAxis: { type: 'value', name: labels.y, nameGap: 48, ...name, axisLine: line, splitLine: line, axisLabel: { ...label, formatter: formats.tick } } as YAXisComponentOption,
    tooltip: {
      ...box(theme),
      trigger: kind === 'scatter' ? 'item' : 'axis',
      axisPointer: { type: kind === 'bar' ? 'shadow' : 'line' },
      formatter: (shown) => tooltip(Array.isArray(shown) ? shown : [shown], data, formats),
    },
    series: data.series.map(({ name: seriesName, points }) => seriesOf(seriesName, points, kind, isNamed)),
  };
}

function seriesOf(name: string, points: [X, number | null][], kind: Kind, isNamed: boolean): SeriesOption {
  // A named place is given by its number, for two names may be written alike.
  const values = isNamed && kind !== 'scatter' ? points.map(([, value]) => value) : points.map(([x, value]) => [x, value]);
  const few = points.length <= 60;
  switch (kind) {
    case 'bar':
      return { type: 'bar', name, data: values, barMaxWidth: 60 } as SeriesOption;
    case 'scatter':
      return { type: 'scatter', name, data: values, symbolSize: points.length > 500 ? 4 : 8 } as SeriesOption;
    default:
      return { type: 'line', name, data: values, symbol: 'circle', showSymbol: few, symbolSize: 6, ...(kind === 'area' ? { areaStyle: { opacity: 0.25 } } : {}) } as SeriesOption;
  }
}

interface Shown {
  seriesIndex?: number;
  dataIndex?: number;
}

function tooltip(shown: Shown[], data: ChartData, formats: Formats): string {
  const lines = shown.flatMap(({ seriesIndex = 0, dataIndex = 0 }) => {
    const series = data.series[seriesIndex];
    const point = series?.points[dataIndex];
    return series && point && point[1] !== null ? [{ x: point[0], text: `${series.name}: ${formats.number(point[1])}` }] : [];
  });
  return lines.length === 0 ? '' : [formats.x(lines[0]!.x), ...lines.map(({ text }) => text)].join('\n');
}
