import { answerOf, api } from './client';

// Compiled, and never run: each of these calls differs from the API's document, and must not compile.

// @ts-expect-error: there is no such path.
export const unknownPath = () => answerOf(api.GET('/api/2.0/weir/nonsense'));

// @ts-expect-error: the path has no such method.
export const unknownMethod = () => answerOf(api.PUT('/api/2.0/weir/health'));

// @ts-expect-error: the path's parameter is missing.
export const missingParameter = () => answerOf(api.GET('/api/2.0/sql/queries/{id}'));

// @ts-expect-error: there is no such query parameter.
export const unknownParameter = () => answerOf(api.GET('/api/2.0/weir/spend/unpriced', { params: { query: { days: '30', nonsense: '1' } } }));

// @ts-expect-error: the body has no such member.
export const unknownMember = () => answerOf(api.POST('/api/2.0/weir/budgets', { body: { name: 'x', nonsense: 1 } }));

// @ts-expect-error: the answer has no such member.
export const unknownAnswer = async () => (await answerOf(api.GET('/api/2.0/weir/health'))).nonsense;

// @ts-expect-error: what is read as text is no object.
export const textAsObject = async () => (await answerOf(api.GET('/api/2.0/sql/statements/{id}', { params: { path: { id: '1' } }, parseAs: 'text' }))).status;
