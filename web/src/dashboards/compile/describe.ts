import type { ChartData } from './series';
import type { WriteNumber } from './format';

const mostNamed = 5;

/** A chart in words: what it shows, of how many values, and between which they lie. */
export function describe(what: string, { series, labels }: ChartData, write: WriteNumber): string {
  const parts = series.slice(0, mostNamed).map(({ name, values }) => {
    let least = -1;
    let most = -1;
    let count = 0;
    values.forEach((value, at) => {
      if (value !== null) {
        count++;
        least = least < 0 || value < values[least]! ? at : least;
        most = most < 0 || value > values[most]! ? at : most;
      }
    });
    const range = most < 0 ? '' : `, from ${write(values[least]!)} (${labels[least]}) to ${write(values[most]!)} (${labels[most]})`;
    return `${name}: ${count} ${count === 1 ? 'value' : 'values'}${range}`;
  });
  const more = series.length - mostNamed;
  return `${what}. ${parts.length === 0 ? 'No values' : parts.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}
