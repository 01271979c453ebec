import { ask } from './client';

/** What is left of a sum, and where it is heading. Amounts are USD as decimal text. */
interface Standing {
  spent: string;
  remaining: string;
  forecast: { projected_spend: string; exhausted_time: string | null };
}

/** A budget as an account admin sees it: /api/2.0/weir/budgets. */
export interface Budget {
  id: string;
  name: string;
  amount: string;
  period: 'DAY' | 'WEEK' | 'MONTH';
  period_end: string;
  key: string;
  workspace_id: string | null;
  endpoint_name: string | null;
  principal: string | null;
  request_tag_key: string | null;
  request_tag_value: string | null;
  action: 'BLOCK' | 'NOTIFY';
  alert_thresholds: number[];
  is_known: boolean;
  spent: string;
  reserved: string;
  remaining: string | null;
  forecast: Standing['forecast'] | null;
  subjects: ({ subject: string } & Standing)[] | null;
}

/** A budget as somebody who is charged to it sees it: GET /api/2.0/weir/usage/me. */
export interface OwnBudget {
  name: string;
  period: string;
  resets_at: string;
  action: string;
  is_used_up: boolean;
  amount: string | null;
  spent: string | null;
  remaining: string | null;
}

const path = '/api/2.0/weir/budgets';

export const listBudgets = async (signal?: AbortSignal) => (await ask<{ budgets: Budget[] }>('GET', path, undefined, signal)).budgets;

export const createBudget = (budget: Record<string, unknown>) => ask<Budget & { webhook_secret: string | null }>('POST', path, budget);

export const deleteBudget = (id: string) => ask<unknown>('DELETE', `${path}/${id}`);

export const listOwnBudgets = async (signal?: AbortSignal) => (await ask<{ budgets: OwnBudget[] }>('GET', '/api/2.0/weir/usage/me', undefined, signal)).budgets;
