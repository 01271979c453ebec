const format = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD', maximumFractionDigits: 6 });

/** An amount for people. The exact text stands in the tables and the API. */
export const money = (amount: string) => format.format(Number(amount));

/** How much of an amount is spent, in percent, at most 100 for a meter. */
export const share = (spent: string, amount: string) => (Number(amount) === 0 ? 100 : Math.min(100, (100 * Number(spent)) / Number(amount)));
