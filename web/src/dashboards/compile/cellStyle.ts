import type { ChartTheme } from '../../charts/theme';
import type { Colour } from '../document/encodings';
import { colourOf, onColour, readable } from './palette';
import { numberOf } from './values';

export interface CellStyle {
  color?: string;
  backgroundColor?: string;
}

/** A condition on a row, and the colours of a cell for which it holds. */
export interface CellRule {
  holds: (own: string | null, valueOf: (column: string) => string | null) => boolean;
  style: CellStyle;
}

interface Rule {
  condition?: { operator?: string; operand?: { value?: string; type?: string }; columnName?: string };
  color?: Colour;
  backgroundColor?: Colour;
}

interface OldRule {
  if?: { column?: string; fn?: string; literal?: string };
  value?: { foregroundColor?: string | null; backgroundColor?: string | null };
}

/** The conditional formats of a column: `style.rules` as documents have it now, `cellFormat.rules` as old tables had it. The first that holds counts. */
export function rulesOf(column: Record<string, unknown>, theme: ChartTheme): CellRule[] {
  const now = ((column['style'] as { rules?: Rule[] } | undefined)?.rules ?? []).map(({ condition, color, backgroundColor }): CellRule => ({
    holds: (own, valueOf) => condition === undefined || holds(condition.operator ?? '=', condition.columnName ? valueOf(condition.columnName) : own, condition.operand?.value),
    style: styleOf(colourOf(color, theme), colourOf(backgroundColor, theme), theme),
  }));
  const old = ((column['cellFormat'] as { rules?: OldRule[] } | undefined)?.rules ?? []).map(({ if: condition, value }): CellRule => ({
    holds: (own, valueOf) => condition !== undefined && holds(condition.fn ?? '=', condition.column ? valueOf(condition.column) : own, condition.literal),
    style: styleOf(colourOf(value?.foregroundColor, theme), colourOf(value?.backgroundColor, theme), theme),
  }));
  return [...now, ...old];
}

// Whatever colours a document wants, the text can be read.
function styleOf(color: string | undefined, backgroundColor: string | undefined, theme: ChartTheme): CellStyle {
  return {
    ...(backgroundColor ? { backgroundColor } : {}),
    ...(color ? { color: readable(color, backgroundColor ?? theme.page) } : backgroundColor ? { color: onColour(backgroundColor) } : {}),
  };
}

/** Compares as numbers what are numbers, as text what is text. */
function holds(operator: string, value: string | null, wanted: string | undefined): boolean {
  const name = operator.toLowerCase();
  if (name === 'is null' || name === 'is_null' || name === 'isnull') {
    return value === null;
  }
  if (name === 'is not null' || name === 'is_not_null' || name === 'isnotnull') {
    return value !== null;
  }
  if (value === null || wanted === undefined) {
    return false;
  }
  const [a, b] = [numberOf(value), numberOf(wanted)];
  const order = a !== null && b !== null ? a - b : value < wanted ? -1 : value > wanted ? 1 : 0;
  switch (name) {
    case '=':
    case '==':
    case 'equals': return order === 0;
    case '!=':
    case '<>':
    case 'not_equals': return order !== 0;
    case '<': return order < 0;
    case '<=': return order <= 0;
    case '>': return order > 0;
    case '>=': return order >= 0;
    case 'contains': return value.toLowerCase().includes(wanted.toLowerCase());
    case 'starts with':
    case 'starts_with':
    case 'startswith': return value.toLowerCase().startsWith(wanted.toLowerCase());
    default: return false;
  }
}
