const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Bytes in the largest unit of which there is at least one. */
export function bytes(value: number): string {
  const unit = Math.min(units.length - 1, value < 1000 ? 0 : Math.floor(Math.log10(value) / 3));
  return new Intl.NumberFormat(undefined, { style: 'unit', unit: units[unit]!, unitDisplay: 'short', maximumFractionDigits: unit === 0 ? 0 : 1 }).format(value / 1000 ** unit);
}

/** A span of time in its largest unit. */
export function span(seconds: number): string {
  const [unit, size] = seconds < 90 ? (['second', 1] as const) : seconds < 5400 ? (['minute', 60] as const) : seconds < 129_600 ? (['hour', 3600] as const) : (['day', 86_400] as const);
  return new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: unit === 'second' && seconds < 10 ? 1 : 0 }).format(seconds / size);
}
