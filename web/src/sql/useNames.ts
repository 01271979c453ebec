import { useMemo } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { describeTable, fullName, listTables } from '../api/tables';
import type { Names } from './columns';

// Tables seldom change while one types.
const staleTime = 5 * 60_000;

/** The names that completion offers: what the catalog pages have loaded, else what the server says. */
export function useNames(): Names {
  const queries = useQueryClient();
  return useMemo(
    () => ({
      tables: () => queries.fetchQuery({ queryKey: ['tables'], queryFn: ({ signal }) => listTables(signal), staleTime }),
      columns: (table) => queries.fetchQuery({ queryKey: ['columns', fullName(table)], queryFn: ({ signal }) => describeTable(table, signal), staleTime }),
    }),
    [queries],
  );
}
