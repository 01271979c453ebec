import { useQuery } from '@tanstack/react-query';
import { every, runRows, spendTable, usageTable } from './usage';

export const hours = 24;

/** What an endpoint did in the last 24 hours. */
export interface Figures {
  requests: number;
  /** Requests by hour, the oldest first. */
  byHour: number[];
  errors: number;
  tokens: string | null;
  medianLatency: string | null;
}

/** What an endpoint's calls cost in the last 24 hours by the price list. */
export interface Cost {
  amount: string | null;
  /** Attempts that nobody has a price of: they are not in the amount. */
  unpriced: number;
}

// One pass over the day gives both the totals (hours_ago NULL) and the hours: a median of medians would be none.
const figuresStatement = `
  SELECT endpoint_name, hours_ago, count(*) AS requests, sum(total_tokens) AS tokens,
    count_if(status_code >= 400 AND status_code <> 499) AS errors, percentile_approx(latency_ms, 0.5) AS median_latency
  FROM (
    SELECT endpoint_name, total_tokens, status_code, latency_ms,
      (unix_timestamp(current_timestamp()) - unix_timestamp(event_time)) DIV 3600 AS hours_ago
    FROM ${usageTable}
    WHERE workspace_id = :workspace AND event_time > current_timestamp() - INTERVAL ${hours} HOURS)
  GROUP BY GROUPING SETS ((endpoint_name), (endpoint_name, hours_ago))`;

const costStatement = `
  SELECT endpoint_name, sum(list_cost) AS amount, count_if(list_cost IS NULL) AS unpriced
  FROM ${spendTable}
  WHERE workspace_id = :workspace AND event_time > current_timestamp() - INTERVAL ${hours} HOURS
  GROUP BY endpoint_name`;

const parametersOf = (workspace: string | undefined) => [{ name: 'workspace', value: workspace ?? null }];

async function readFigures(workspace: string | undefined, signal: AbortSignal): Promise<Map<string, Figures>> {
  const figures = new Map<string, Figures>();
  const of = (name: string) => {
    const known = figures.get(name) ?? { requests: 0, byHour: new Array<number>(hours).fill(0), errors: 0, tokens: null, medianLatency: null };
    figures.set(name, known);
    return known;
  };
  for (const row of await runRows(figuresStatement, parametersOf(workspace), signal)) {
    if (row['endpoint_name'] == null) {
      // A call that named no endpoint belongs to none.
      continue;
    }
    const one = of(row['endpoint_name']);
    const requests = Number(row['requests']);
    if (row['hours_ago'] == null) {
      Object.assign(one, { requests, errors: Number(row['errors']), tokens: row['tokens'], medianLatency: row['median_latency'] });
    } else {
      // A call of this very second, and one 24 hours old to the second, are of the hours beside them.
      const ago = Math.min(hours - 1, Math.max(0, Number(row['hours_ago'])));
      one.byHour[hours - 1 - ago]! += requests;
    }
  }
  return figures;
}

async function readCosts(workspace: string | undefined, signal: AbortSignal): Promise<Map<string, Cost>> {
  const rows = await runRows(costStatement, parametersOf(workspace), signal);
  return new Map(rows.map((row) => [row['endpoint_name'] ?? '', { amount: row['amount'] ?? null, unpriced: Number(row['unpriced']) }]));
}

const refreshed = 10_000;

/** The figures of the workspace's endpoints by name, refreshed while the page is visible. */
export const useFigures = (workspace: string | undefined) =>
  useQuery({ queryKey: ['figures', workspace], queryFn: ({ signal }) => readFigures(workspace, signal), enabled: workspace !== undefined, refetchInterval: every(refreshed) });

/** The costs likewise: a table of its own, which has grants of its own. */
export const useCosts = (workspace: string | undefined) =>
  useQuery({ queryKey: ['costs', workspace], queryFn: ({ signal }) => readCosts(workspace, signal), enabled: workspace !== undefined, refetchInterval: every(refreshed) });
