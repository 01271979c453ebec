import type { EChartsOption } from 'echarts';
import { expressionOf } from '../document/document';
import { encoding, nameOf } from '../document/encodings';
import { base, box, short } from './cartesian';
import type { ChartModel, Source } from './context';
import { numberFormat } from './format';
import { colourOf, mostSeries, otherName } from './palette';
import { mainResult } from './series';
import { byName, columnAt, nullName, numberOf } from './values';

interface Slice {
  name: string;
  key?: string | null;
  value: number;
}

/** Shares of a whole, the largest first; the smallest are put together. */
export function pie(source: Source): ChartModel {
  const { spec, theme, locale } = source;
  const angle = encoding(spec.encodings, 'angle');
  const colour = encoding(spec.encodings, 'color');
  const result = mainResult(source);
  const [valueAt, nameAt] = [columnAt(result, angle?.fieldName), columnAt(result, colour?.fieldName)];
  const totals = new Map<string | null, number>();
  const notes: string[] = [];
  let negative = 0;
  for (const row of result?.rows ?? []) {
    const value = numberOf(row[valueAt]);
    negative += value !== null && value < 0 ? 1 : 0;
    if (value !== null && value > 0) {
      const key = nameAt < 0 ? '' : row[nameAt]!;
      totals.set(key, (totals.get(key) ?? 0) + value);
    }
  }
  if (negative > 0) {
    notes.push('Values below zero have no slice; the table has them.');
  }
  const all = [...totals].map(([key, value]): Slice => ({ name: key ?? nullName, key, value })).sort((a, b) => b.value - a.value || byName(a.key!, b.key!, locale));
  const isTooMany = all.length > mostSeries;
  const slices = isTooMany ? all.slice(0, mostSeries - 1) : all;
  if (isTooMany) {
    const rest = all.slice(mostSeries - 1);
    slices.push({ name: otherName, value: rest.reduce((sum, { value }) => sum + value, 0) });
    notes.push(`“${otherName}” is ${rest.length.toLocaleString(locale)} values together.`);
  }
  if (angle && slices.length > 1 && /^\s*(?:AVG|MEDIAN|PERCENTILE|MIN|MAX)\b/i.test(expressionOf(source.document, source.widget, angle.fieldName))) {
    notes.push('The values are no parts of a whole: an average or a ratio has no share.');
  }
  const write = numberFormat(angle?.format ?? { type: 'number', decimalPlaces: { type: 'max', places: 4 } }, locale);
  const share = numberFormat({ type: 'number-percent', decimalPlaces: { type: 'max', places: 1 } }, locale);
  const sum = slices.reduce((total, { value }) => total + value, 0);
  const mapped = new Map((colour?.scale?.mappings ?? []).map(({ value, color }) => [value ?? null, colourOf(color, theme)]));
  const option = {
    ...base(theme, slices.length > 1),
    tooltip: { ...box(theme), trigger: 'item', formatter: ({ dataIndex }: { dataIndex: number }) => `${short(slices[dataIndex]?.name ?? '')}: ${write(slices[dataIndex]?.value ?? 0)} (${share((slices[dataIndex]?.value ?? 0) / sum)})` },
    series: [
      {
        type: 'pie',
        name: angle ? nameOf(angle) : '',
        radius: ['34%', '64%'],
        center: ['50%', '54%'],
        itemStyle: { borderColor: theme.page, borderWidth: 2 },
        label: { color: theme.text, overflow: 'truncate', edgeDistance: 4, formatter: ({ dataIndex }: { dataIndex: number }) => `${slices[dataIndex]?.name} ${share((slices[dataIndex]?.value ?? 0) / sum)}` },
        labelLine: { lineStyle: { color: theme.quiet } },
        data: slices.map(({ name, key, value }, at) => ({ name, value, itemStyle: { color: (key !== undefined && mapped.get(key)) || (key === undefined ? theme.quiet : theme.series[at % theme.series.length]) } })),
      },
    ],
    // Where there is no room for names, the legend has them.
    media: [{ query: { maxWidth: 480 }, option: { series: [{ labelLine: { length: 6, length2: 6 }, label: { overflow: 'none', formatter: ({ dataIndex }: { dataIndex: number }) => share((slices[dataIndex]?.value ?? 0) / sum) } }] } }],
  };
  const words = slices.map(({ name, value }) => `${name} ${write(value)} (${share(value / sum)})`).join(', ');
  return {
    kind: 'chart',
    option: option as unknown as EChartsOption,
    description: `Pie chart of ${angle ? nameOf(angle) : 'values'}${colour ? ` by ${nameOf(colour)}` : ''}. ${words || 'No values'}.`,
    notes,
    pointOf: ({ dataIndex }) => {
      const key = slices[dataIndex]?.key;
      return key === undefined || !colour || nameAt < 0 ? undefined : { [colour.fieldName]: key };
    },
  };
}
