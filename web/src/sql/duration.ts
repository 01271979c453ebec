/** A duration as one reads it: in seconds, with as many digits as say something. */
export function duration(milliseconds: number): string {
  const digits = milliseconds < 10_000 ? 2 : milliseconds < 100_000 ? 1 : 0;
  return `${(milliseconds / 1000).toLocaleString(undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits })} s`;
}
