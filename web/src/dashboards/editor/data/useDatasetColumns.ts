import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { runStatement, type Column } from '../../../api/statements';
import type { Dataset } from '../../document/document';
import { todayIn } from '../../filters/relativeDates';
import type { ColumnTypes } from '../change/fields';
import { useEditor } from '../context';
import { datasetStatement } from './statement';

/** The columns of a dataset, by asking for none of its rows. */
export function useDatasetColumns(dataset: Dataset | undefined): { columns: Column[]; types: ColumnTypes; error: Error | null; isPending: boolean } {
  const { dashboard, timeZone } = useEditor();
  const asked = useMemo(() => (dataset ? statementOrError(dataset, timeZone) : undefined), [dataset, timeZone]);
  const isAsked = asked !== undefined && !(asked instanceof Error);
  const query = useQuery({
    queryKey: ['dataset-columns', dashboard.warehouse_id, dataset?.catalog, dataset?.schema, asked],
    queryFn: async ({ signal }) => {
      const { statement, parameters } = asked as Exclude<typeof asked, Error | undefined>;
      return (await runStatement(statement, { parameters, warehouse: dashboard.warehouse_id ?? undefined, place: placeOf(dataset!), signal })).columns;
    },
    enabled: isAsked,
    staleTime: 5 * 60_000,
    retry: false,
  });
  const columns = query.data ?? none;
  const types = useMemo(() => new Map(columns.map(({ name, type_name }) => [name, type_name])), [columns]);
  return { columns, types, error: asked instanceof Error ? asked : query.error, isPending: isAsked && query.isPending };
}

const none: Column[] = [];

function statementOrError(dataset: Dataset, timeZone: string) {
  try {
    return datasetStatement(dataset, 0, todayIn(timeZone), timeZone);
  } catch (error) {
    return error as Error;
  }
}

/** Where the tables are that the dataset's SQL names without a catalog or a schema. */
export const placeOf = ({ catalog, schema }: Dataset) => ({ ...(typeof catalog === 'string' ? { catalog } : {}), ...(typeof schema === 'string' ? { schema } : {}) });
