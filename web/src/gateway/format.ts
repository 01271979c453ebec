// What is not known is said so, and is never 0.
const unknown = '–';

const whole = new Intl.NumberFormat();
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });

type Value = string | number | null | undefined;

const isUnknown = (value: Value): value is null | undefined => value === null || value === undefined;

export const count = (value: Value) => (isUnknown(value) ? unknown : whole.format(Number(value)));

export const share = (part: number, of: number) => (of === 0 ? unknown : percent.format(part / of));

export const milliseconds = (value: Value) => (isUnknown(value) ? unknown : `${whole.format(Number(value))} ms`);

/** An amount of US dollars; below a dollar down to a millionth, since one call often costs less than a cent. */
export function dollars(value: Value): string {
  if (isUnknown(value)) {
    return unknown;
  }
  const amount = Number(value);
  if (amount > 0 && amount < 0.000001) {
    return '< $0.000001';
  }
  return new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: amount < 1 ? 6 : 2 }).format(amount);
}
