import type { Series, X } from './series';
import type { Aggregation, Axis } from './settings';

export const mostPoints = 20_000;
export const mostCategories = 500;
export const mostSlices = 20;

/** As many points, or named places, as can be told apart. */
export function cutPoints(series: Series[], categories: X[], axis: Axis, notes: string[]): { series: Series[]; categories: X[] } {
  if (axis === 'category' && categories.length > mostCategories) {
    notes.push(`Only the first ${mostCategories} of ${categories.length.toLocaleString()} are drawn.`);
    const kept = new Set(categories.slice(0, mostCategories));
    return { series: series.map(({ name, points }) => ({ name, points: points.filter(([x]) => kept.has(x)) })), categories: [...kept] };
  }
  const total = series.reduce((sum, { points }) => sum + points.length, 0);
  if (total > mostPoints) {
    notes.push(`Only the first ${mostPoints.toLocaleString()} of ${total.toLocaleString()} points are drawn.`);
    let left = mostPoints;
    const kept = series.map(({ name, points }) => {
      const part = points.slice(0, left);
      left -= part.length;
      return { name, points: part };
    });
    return { series: kept.filter(({ points }) => points.length > 0), categories };
  }
  return { series, categories };
}

/** The largest slices; of values that add up the others are one. */
export function cutSlices(series: Series[], categories: X[], aggregation: Aggregation, notes: string[]): { series: Series[]; categories: X[] } {
  const [all] = series;
  if (!all) {
    return { series, categories };
  }
  const drawable = all.points.filter(([, value]) => value !== null && value > 0);
  if (drawable.length < all.points.length) {
    notes.push(`${(all.points.length - drawable.length).toLocaleString()} of ${all.points.length.toLocaleString()} values are not above zero and have no slice.`);
  }
  const largest = [...drawable].sort((a, b) => b[1]! - a[1]!);
  if (largest.length <= mostSlices) {
    return { series: [{ name: all.name, points: drawable }], categories };
  }
  const rest = largest.slice(mostSlices - 1);
  // Averages and extremes of several do not add up.
  const adds = aggregation === 'sum' || aggregation === 'count';
  notes.push(adds ? `The ${rest.length.toLocaleString()} smallest are drawn together as "Other".` : `Only the ${mostSlices - 1} largest of ${largest.length.toLocaleString()} are drawn.`);
  const other: Series['points'] = adds ? [['Other', rest.reduce((sum, [, value]) => sum + value!, 0)]] : [];
  return { series: [{ name: all.name, points: [...largest.slice(0, mostSlices - 1), ...other] }], categories };
}
