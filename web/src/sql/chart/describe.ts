import type { Formats } from './formats';
import type { ChartData, X } from './series';
import type { Kind } from './settings';
import type { Labels } from './compile';

/** A chart in words: what it shows, of how many values, and between which they lie. */
export function describe({ series }: ChartData, kind: Kind, labels: Labels, formats: Formats): string {
  const title = `${kind[0]!.toUpperCase()}${kind.slice(1)} chart of ${labels.y} by ${labels.x}`;
  const parts = series.map(({ name, points }) => {
    let least: [X, number] | undefined;
    let most: [X, number] | undefined;
    let count = 0;
    for (const [x, y] of points) {
      if (y !== null) {
        count++;
        least = least === undefined || y < least[1] ? [x, y] : least;
        most = most === undefined || y > most[1] ? [x, y] : most;
      }
    }
    const of = series.length > 1 ? `${name}: ` : '';
    const range = least && most ? `, from ${formats.number(least[1])} (${formats.x(least[0])}) to ${formats.number(most[1])} (${formats.x(most[0])})` : '';
    return `${of}${count.toLocaleString()} ${count === 1 ? 'value' : 'values'}${range}`;
  });
  return `${title}. ${parts.length === 0 ? 'No values' : parts.join('; ')}.`;
}
