import type { Parameter } from '../api/statements';
import { tokensOf } from './tokens';

/** The types that the editor offers for a parameter. */
export const parameterTypes = ['STRING', 'INT', 'BIGINT', 'DOUBLE', 'DATE', 'TIMESTAMP'] as const;
export type ParameterType = (typeof parameterTypes)[number];

/** What was typed for a parameter. */
export interface ParameterInput {
  text: string;
  type: ParameterType;
}

/** The names of a statement's parameters, each once, in the order of the text. */
export function parametersOf(statement: string): string[] {
  const names = tokensOf(statement)
    .filter((token) => token.kind === 'parameter')
    .map((token) => statement.slice(token.from + 1, token.to));
  return [...new Set(names)];
}

/** A parameter as the API takes it. An empty input is an empty text, but NULL for every other type, which has no empty value. */
export function toParameter(name: string, input: ParameterInput | undefined): Parameter {
  const { text, type } = input ?? { text: '', type: 'STRING' };
  if (type === 'STRING') {
    return { name, value: text, type };
  }
  const value = text.trim();
  return { name, value: value === '' ? null : value, type };
}
