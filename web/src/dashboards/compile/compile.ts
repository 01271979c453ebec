import { area } from './area';
import { bar } from './bar';
import { combo } from './combo';
import type { Model, Source } from './context';
import { counter } from './counter';
import { heatmap } from './heatmap';
import { histogram } from './histogram';
import { line } from './line';
import { pie } from './pie';
import { pivot } from './pivot';
import { scatter } from './scatter';
import { mainResult } from './series';
import { table } from './table';

const compilers: Record<string, (source: Source) => Model> = { area, bar, combo, counter, heatmap, histogram, line, pie, pivot, scatter, table };

export const isSupported = (widgetType: string): boolean => Object.hasOwn(compilers, widgetType);

const undrawn = new Set(['counter', 'pivot', 'table']);

/** Whether a widget needs what draws charts. */
export const isDrawn = (widgetType: string): boolean => isSupported(widgetType) && !undrawn.has(widgetType);

/** What a widget shows: by its spec and its result alone. */
export function compile(source: Source): Model {
  const { widgetType } = source.spec;
  if (!isSupported(widgetType)) {
    return { kind: 'unsupported', what: widgetType };
  }
  return (mainResult(source)?.rows.length ?? 0) === 0 ? { kind: 'empty' } : compilers[widgetType]!(source);
}
