import type { Encoding } from '../../document/encodings';
import { withMember } from './slots';

/** A condition on a cell, and the colour of the cell where it holds; as documents write it. */
export interface CellRule {
  condition?: { operator?: string; operand?: { type?: string; value?: string }; [unknown: string]: unknown };
  backgroundColor?: unknown;
  [unknown: string]: unknown;
}

export const operators = ['>', '>=', '<', '<=', '=', '!=', 'contains', 'is null', 'is not null'];

/** The backgrounds that the panel offers. Letters on them are black or white, whichever can be read. */
export const backgrounds = [
  { value: '#f28b82', name: 'Red' },
  { value: '#fbbc04', name: 'Amber' },
  { value: '#81c995', name: 'Green' },
  { value: '#8ab4f8', name: 'Blue' },
];

const styleOf = (encoding: Encoding) => encoding['style'] as { rules?: CellRule[] } | undefined;

export const cellRulesOf = (encoding: Encoding): CellRule[] => styleOf(encoding)?.rules ?? [];

/** A rule as the panel begins it. */
export const newCellRule = (): CellRule => ({ condition: { operator: '>', operand: { type: 'data-value', value: '0' } }, backgroundColor: { hex: backgrounds[0]!.value } });

/** Sets a rule, or adds one after the last; undefined takes it away. The first that holds counts. */
export const withCellRule = (at: number, rule: CellRule | undefined) => (encoding: Encoding): Encoding => {
  const rules = [...cellRulesOf(encoding)];
  rules.splice(at, 1, ...(rule === undefined ? [] : [rule]));
  const style = withMember({ ...styleOf(encoding) }, 'rules', rules.length === 0 ? undefined : rules);
  return withMember(encoding, 'style', Object.keys(style).length === 0 ? undefined : style);
};
