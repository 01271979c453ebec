import type { SeriesOption } from 'echarts';
import { encoding, fieldsOf, type Encoding, type Encodings } from '../document/encodings';
import { cartesian } from './cartesian';
import type { ChartModel, Source } from './context';
import { lineSeries } from './line';

/** Bars and lines over the same places: the primary values are bars, the secondary lines on an axis of their own. */
export function combo(source: Source): ChartModel {
  const { encodings } = source.spec;
  const y = encodings?.['y'] as Encodings | undefined;
  const primary = fieldsOf(y, 'primary').length > 0 ? fieldsOf(y, 'primary') : fieldsOf(encodings, 'y');
  const secondary = [...fieldsOf(y, 'secondary'), ...fieldsOf(encodings, 'y2')];
  // Without a second axis the last of several values is the line.
  const lines = secondary.length > 0 ? secondary : primary.length > 1 ? primary.slice(-1) : [];
  const isLine = (field: Encoding) => lines.some(({ fieldName }) => fieldName === field.fieldName);
  const values = [...primary.filter((field) => !isLine(field)), ...lines];
  return cartesian(source, { place: encoding(encodings, 'x'), placeAxis: 'x', values, colour: undefined }, {
    what: 'Bar and line chart',
    mayRunOnTime: false,
    ...(secondary.length > 0 ? { second: secondary } : {}),
    series: (one, at, data) =>
      isLine(one.field)
        ? ({ ...lineSeries(one, at, data, false), ...(secondary.length > 0 ? { yAxisIndex: 1 } : {}), z: 3 } as SeriesOption)
        : ({ type: 'bar', name: one.name, data: one.values, barMaxWidth: 56, itemStyle: { color: one.colour }, ...(source.spec.mark?.layout === 'group' ? {} : { stack: 'all' }) } as SeriesOption),
  });
}
