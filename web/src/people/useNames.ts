import { useQuery } from '@tanstack/react-query';
import { listFromWorkspace } from '../api/scim';
import { filtersById } from './filter';

/** What people and service principals are called, by their ids. */
export function useNames(ids: readonly number[]) {
  const filters = filtersById(ids);
  return useQuery({
    queryKey: ['scim', 'names', filters],
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(
        filters.flatMap((filter) => (['Users', 'ServicePrincipals'] as const).map((path) => listFromWorkspace(path, { filter, attributes: 'userName,displayName' }, signal))),
      );
      return new Map(lists.flatMap((list) => list.Resources.map((one) => [one.id, one.userName ?? one.displayName])));
    },
  });
}
