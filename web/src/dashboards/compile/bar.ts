import type { SeriesOption } from 'echarts';
import { encoding } from '../document/encodings';
import { cartesian, fieldsOfChart } from './cartesian';
import type { ChartModel, Source } from './context';
import { numberFormat } from './format';

/** Bars: those of one place stand on each other, or side by side when the mark's layout is "group". */
export function bar(source: Source): ChartModel {
  const { isHorizontal, ...fields } = fieldsOfChart(source);
  const isGrouped = source.spec.mark?.layout === 'group';
  const label = labelOf(source);
  return cartesian(source, fields, {
    what: isGrouped ? 'Grouped bar chart' : 'Bar chart',
    mayRunOnTime: false,
    isHorizontal,
    series: (one) =>
      ({ type: 'bar', name: one.name, data: one.values, barMaxWidth: 56, itemStyle: { color: one.colour }, ...(isGrouped ? {} : { stack: 'all' }), ...label(one.field.format, isHorizontal ? 'right' : 'top') }) as SeriesOption,
  });
}

/** The values beside their marks, when the document wants them. */
export function labelOf({ spec, theme, locale }: Source) {
  const isShown = (spec.encodings?.['label'] as { show?: boolean } | undefined)?.show === true || encoding(spec.encodings, 'label') !== undefined;
  return (format: Parameters<typeof numberFormat>[0], position: string) => {
    const write = numberFormat(format ?? { type: 'number', abbreviation: 'compact' }, locale);
    return isShown ? { label: { show: true, position, color: theme.text, formatter: ({ value }: { value: unknown }) => (typeof value === 'number' ? write(value) : '') }, labelLayout: { hideOverlap: true } } : {};
  };
}
