import type { SeriesOption } from 'echarts';
import { cartesian, fieldsOfChart } from './cartesian';
import type { ChartModel, Source } from './context';
import type { ChartData, Series } from './series';

/** Lines, with a gap where a value is not known. */
export function line(source: Source): ChartModel {
  const { isHorizontal: _, ...fields } = fieldsOfChart(source);
  return cartesian(source, fields, { what: 'Line chart', mayRunOnTime: true, series: lineSeries });
}

const mostSymbols = 40;
const mostUnsampled = 4_000;

/** One line. Where there are few points each has a mark, otherwise only those that no line would show: without neighbours. */
export function lineSeries(one: Series, _at: number, data: ChartData, isTime: boolean): SeriesOption {
  const { values } = one;
  const isSparse = values.length <= mostSymbols;
  const points = values.map((value, at) => {
    const point = isTime ? [data.times![at], value] : value;
    const isAlone = value !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null;
    return !isSparse && isAlone ? { value: point, symbol: 'circle' } : point;
  });
  return {
    type: 'line',
    name: one.name,
    data: points,
    itemStyle: { color: one.colour },
    lineStyle: { color: one.colour, width: 2 },
    symbol: isSparse ? 'circle' : 'none',
    symbolSize: 6,
    showAllSymbol: true,
    ...(values.length > mostUnsampled ? { sampling: 'lttb' } : {}),
  } as SeriesOption;
}
