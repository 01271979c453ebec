import type { SeriesOption } from 'echarts';
import { cartesian, fieldsOfChart } from './cartesian';
import type { ChartModel, Source } from './context';
import { lineSeries } from './line';

/** Areas that stand on each other, or lie over each other when the mark's layout is "overlay". */
export function area(source: Source): ChartModel {
  const { isHorizontal: _, ...fields } = fieldsOfChart(source);
  const layout = source.spec.mark?.layout;
  const isStacked = layout !== 'overlay' && layout !== 'group';
  return cartesian(source, fields, {
    what: 'Area chart',
    mayRunOnTime: true,
    series: (one, at, data, isTime) => ({ ...lineSeries(one, at, data, isTime), areaStyle: { color: one.colour, opacity: isStacked ? 0.55 : 0.25 }, ...(isStacked ? { stack: 'all' } : {}) }) as SeriesOption,
  });
}
