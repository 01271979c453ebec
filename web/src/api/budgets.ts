import { answerOf, api, ask, type Schemas } from './client';

/** A budget as an account admin sees it. */
export type Budget = Schemas['BudgetAnswer'];

/** A budget as somebody who is charged to it sees it: GET /api/2.0/weir/usage/me, whose answer the document does not have yet. */
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

export const listBudgets = async (signal?: AbortSignal) => (await answerOf(api.GET('/api/2.0/weir/budgets', { signal: signal ?? null }))).budgets;

export const createBudget = (budget: Schemas['BudgetDocument']) => answerOf(api.POST('/api/2.0/weir/budgets', { body: budget }));

export const deleteBudget = (id: string) => answerOf(api.DELETE('/api/2.0/weir/budgets/{id}', { params: { path: { id } } }));

export const listOwnBudgets = async (signal?: AbortSignal) => (await ask<{ budgets: OwnBudget[] }>('GET', '/api/2.0/weir/usage/me', undefined, signal)).budgets;
