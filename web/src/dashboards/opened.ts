import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { getDashboard, getPublished } from '../api/dashboards';

/** A dashboard's draft: whoever may edit it, and only they, may see it. */
export const draftOf = (id: string) => queryOptions({ queryKey: ['dashboards', id], queryFn: ({ signal }) => getDashboard(id, signal) });

/** A dashboard's published copy. */
export const publishedOf = (id: string) => queryOptions({ queryKey: ['dashboards', id, 'published'], queryFn: ({ signal }) => getPublished(id, signal) });

/** Asks for what the page of a dashboard needs first. */
export function ask(queries: QueryClient, id: string): void {
  void queries.prefetchQuery(publishedOf(id));
  void queries.prefetchQuery(draftOf(id));
}
