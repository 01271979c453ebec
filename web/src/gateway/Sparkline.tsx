const width = 120;
const height = 28;
const margin = 2;

/** Numbers by hour as a line, the newest at the right. Whoever cannot see it hears a sentence. */
export function Sparkline({ values, what }: { values: number[]; what: string }) {
  const most = Math.max(...values, 0);
  const total = values.reduce((sum, value) => sum + value, 0);
  const step = (width - 2 * margin) / Math.max(values.length - 1, 1);
  const points = values.map((value, i) => `${(margin + i * step).toFixed(1)},${(height - margin - (most === 0 ? 0 : (value / most) * (height - 2 * margin))).toFixed(1)}`);
  const sentence =
    total === 0
      ? `No ${what} in the last ${values.length} hours.`
      : `${what[0]!.toUpperCase()}${what.slice(1)} by hour over the last ${values.length} hours: ${total} in all, ${most} in the busiest hour, ${values.at(-1)} in the last.`;
  return (
    <svg className="sparkline" role="img" aria-label={sentence} viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <polygon points={`${margin},${height - margin} ${points.join(' ')} ${width - margin},${height - margin}`} />
      <polyline points={points.join(' ')} />
    </svg>
  );
}
