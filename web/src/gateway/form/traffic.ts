/** The sum of shares as typed; NaN while one of them is no number. An empty one is 0. */
export function sumOf(shares: readonly string[]): number {
  const sum = shares.reduce((total, share) => total + Number(share.trim()), 0);
  // Thirds make 99.99999999999999 of the computer's own.
  return Math.round(sum * 1e6) / 1e6;
}

/** Whether the server takes the shares: it allows a thousandth. */
export const isWhole = (sum: number) => Math.abs(sum - 100) < 0.001;

/** Shares as even as two digits allow; what is left over goes to the first ones, so that they sum to 100. */
export function evenShares(count: number): string[] {
  const least = Math.floor(10_000 / count);
  return Array.from({ length: count }, (_, at) => String((least + (at < 10_000 - least * count ? 1 : 0)) / 100));
}
