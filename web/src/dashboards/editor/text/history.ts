import type { DashboardDocument } from '../../document/document';
import { read, rewrite, type Written } from './written';

/** What was done to a document: each step with the document before it. */
export interface History {
  present: Written;
  past: Step[];
  future: Step[];
  /** What the last change was one of; the next of the same is one with it. */
  last: string | undefined;
}

export interface Step {
  /** What was done, as after "Undo: ". */
  label: string;
  /** Of a step that is undone: the document after it; else the one before it. */
  written: Written;
}

export type Change = (document: DashboardDocument) => DashboardDocument;

const mostSteps = 500;

export const begin = (text: string): History => ({ present: read(text), past: [], future: [], last: undefined });

/** Changes the document. Changes in a row with the same `together`, such as the letters of a title, are undone as one. */
export function change(history: History, label: string, make: Change, together?: string): History {
  return take(history, label, rewrite(history.present, make(history.present.document)), together);
}

/** Takes another document's text in place of all. @throws DocumentError It is none. */
export const replace = (history: History, label: string, text: string): History => take(history, label, text === history.present.text ? history.present : read(text), undefined);

function take(history: History, label: string, written: Written, together: string | undefined): History {
  if (written === history.present) {
    return history;
  }
  const isOne = together !== undefined && together === history.last && history.past.length > 0;
  return { present: written, past: isOne ? history.past : [...history.past, { label, written: history.present }].slice(-mostSteps), future: [], last: together };
}

export function undo(history: History): History {
  const step = history.past.at(-1);
  return step === undefined ? history : { present: step.written, past: history.past.slice(0, -1), future: [...history.future, { label: step.label, written: history.present }], last: undefined };
}

export function redo(history: History): History {
  const step = history.future.at(-1);
  return step === undefined ? history : { present: step.written, past: [...history.past, { label: step.label, written: history.present }], future: history.future.slice(0, -1), last: undefined };
}
