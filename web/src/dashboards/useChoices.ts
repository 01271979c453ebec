import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { usePreference } from '../ui/preferences';
import { readChosen, readCrossFilters, withChoice, withCrossFilter } from './filters/address';
import type { CanvasState } from './source';

/** What is chosen in the filters, as the address has it, and the zone whose days are meant. */
export function useChoices(): Pick<CanvasState, 'timeZone' | 'chosen' | 'crossFilters' | 'choose' | 'crossFilter'> {
  const [search, setSearch] = useSearchParams();
  const [zone] = usePreference('zone');
  const timeZone = zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;
  const query = search.toString();
  const chosen = useMemo(() => readChosen(new URLSearchParams(query)), [query]);
  const crossFilters = useMemo(() => readCrossFilters(new URLSearchParams(query)), [query]);
  const choose = useCallback<CanvasState['choose']>((widget, value) => setSearch((before) => withChoice(before, widget, value), { replace: true, preventScrollReset: true }), [setSearch]);
  const crossFilter = useCallback<CanvasState['crossFilter']>((widget, values) => setSearch((before) => withCrossFilter(before, widget, values), { replace: true, preventScrollReset: true }), [setSearch]);
  return { timeZone, chosen, crossFilters, choose, crossFilter };
}
