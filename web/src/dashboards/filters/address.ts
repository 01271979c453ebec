import type { CrossFilter, FilterValue } from '../../api/dashboards';

/**
 * Filters live in the address, so that what is seen can be shared: `f.<widget>=value` for each chosen value, `from.<widget>` and `to.<widget>`
 * for a range, `all.<widget>` where a filter that has a default is to let everything pass, and `x` for what was clicked.
 */
export type Chosen = Record<string, FilterValue>;

// NULL as databases export it; a text that begins with a backslash has one more.
const writeValue = (value: string | null) => (value === null ? '\\N' : value.startsWith('\\') ? '\\' + value : value);
const readValue = (text: string) => (text === '\\N' ? null : text.startsWith('\\') ? text.slice(1) : text);

export function readChosen(search: URLSearchParams): Chosen {
  const chosen: Chosen = {};
  for (const [key, text] of search) {
    const dot = key.indexOf('.');
    const [kind, widget] = [key.slice(0, dot), key.slice(dot + 1)];
    const known = Object.hasOwn(chosen, widget) ? chosen[widget] : undefined;
    if (dot < 0 || widget === '') {
      continue;
    }
    if (kind === 'f') {
      chosen[widget] = { values: [...(known && 'values' in known ? known.values : []), readValue(text)] };
    } else if (kind === 'from' || kind === 'to') {
      chosen[widget] = { range: { ...(known && 'range' in known ? known.range : {}), [kind === 'from' ? 'min' : 'max']: text } };
    } else if (kind === 'all') {
      chosen[widget] = { values: [] };
    }
  }
  return chosen;
}

/** The address with another choice of one filter; undefined goes back to its default. */
export function withChoice(search: URLSearchParams, widget: string, value: FilterValue | undefined): URLSearchParams {
  const changed = new URLSearchParams(search);
  for (const kind of ['f', 'from', 'to', 'all']) {
    changed.delete(`${kind}.${widget}`);
  }
  if (value === undefined) {
    return changed;
  }
  if ('range' in value) {
    const { min, max } = value.range;
    if (min) {
      changed.set(`from.${widget}`, min);
    }
    if (max) {
      changed.set(`to.${widget}`, max);
    }
    if (!min && !max) {
      changed.set(`all.${widget}`, '1');
    }
  } else if (value.values.length === 0) {
    changed.set(`all.${widget}`, '1');
  } else {
    value.values.forEach((one) => changed.append(`f.${widget}`, writeValue(one)));
  }
  return changed;
}

export function readCrossFilters(search: URLSearchParams): CrossFilter[] {
  return search.getAll('x').flatMap((text): CrossFilter[] => {
    try {
      const [widget, values] = JSON.parse(text) as [unknown, unknown];
      return typeof widget === 'string' && isValues(values) ? [{ widget, values }] : [];
    } catch {
      return [];
    }
  });
}

const isValues = (value: unknown): value is CrossFilter['values'] =>
  typeof value === 'object' && value !== null && Object.values(value).every((list) => Array.isArray(list) && list.every((one) => one === null || typeof one === 'string'));

/** The address with what was clicked on a widget in place of what was clicked on it before; undefined takes it away. */
export function withCrossFilter(search: URLSearchParams, widget: string, values: CrossFilter['values'] | undefined): URLSearchParams {
  const changed = new URLSearchParams(search);
  changed.delete('x');
  for (const one of readCrossFilters(search).filter((other) => other.widget !== widget)) {
    changed.append('x', JSON.stringify([one.widget, one.values]));
  }
  if (values !== undefined) {
    changed.append('x', JSON.stringify([widget, values]));
  }
  return changed;
}

/** The address without any choice. */
export function withoutChoices(search: URLSearchParams): URLSearchParams {
  const changed = new URLSearchParams(search);
  for (const key of [...changed.keys()]) {
    if (key === 'x' || /^(?:f|from|to|all)\./.test(key)) {
      changed.delete(key);
    }
  }
  return changed;
}
