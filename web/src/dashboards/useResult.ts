import { useMemo } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { DeferredChart } from './chart/DeferredChart';
import { isDrawn } from './compile/compile';
import type { Widget } from './document/document';
import { requestFor } from './filters/requests';
import { useCanvas } from './source';

export const resultKey = (sourceId: string) => ['dashboard-result', sourceId] as const;

/** A widget's result for the filters as they are. What is no longer wanted is aborted; the old one stays in sight until the new one is there. */
export function useResult(widget: Widget, isWanted: boolean) {
  const { document, page, source, chosen, crossFilters, timeZone, refreshEvery } = useCanvas();
  const request = useMemo(() => requestFor(document, page, widget, chosen, crossFilters, timeZone), [document, page, widget, chosen, crossFilters, timeZone]);
  const version = source.version?.(widget);
  const query = useQuery({
    queryKey: [...resultKey(source.id), widget.name, request, ...(version === undefined ? [] : [version])],
    queryFn: async ({ signal }) => {
      const asked = source.result(widget, request, signal);
      const [result] = await Promise.all([asked, isDrawn(widget.spec?.widgetType ?? '') && DeferredChart.load()]);
      return result;
    },
    enabled: isWanted && (version !== undefined || source.version === undefined),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    refetchInterval: refreshEvery,
  });
  return { query, request };
}
