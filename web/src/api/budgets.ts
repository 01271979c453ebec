import { answerOf, api, type Schemas } from './client';

/** A budget as an account admin sees it. */
export type Budget = Schemas['BudgetAnswer'];

export const listBudgets = async (signal?: AbortSignal) => (await answerOf(api.GET('/api/2.0/weir/budgets', { signal: signal ?? null }))).budgets;

export const createBudget = (budget: Schemas['BudgetDocument']) => answerOf(api.POST('/api/2.0/weir/budgets', { body: budget }));

export const deleteBudget = (id: string) => answerOf(api.DELETE('/api/2.0/weir/budgets/{id}', { params: { path: { id } } }));

/** The budgets that one is charged to, as one may see them. */
export const listOwnBudgets = async (signal?: AbortSignal) => (await answerOf(api.GET('/api/2.0/weir/usage/me', { signal: signal ?? null }))).budgets;
