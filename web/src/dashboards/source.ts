import { createContext, useContext } from 'react';
import { getResult, getStatement, type Copy, type CrossFilter, type ResultRequest, type StatementRequest, type WidgetResult, type WidgetStatement } from '../api/dashboards';
import type { ChartTheme } from '../charts/theme';
import type { DashboardDocument, Page, Widget } from './document/document';
import type { Chosen } from './filters/address';

/** Where results come from: a dashboard's published copy, its draft, or an editor's document that is not saved yet. */
export interface ResultSource {
  /** Results of different sources, or of different versions of one, are kept apart by it. */
  id: string;
  result: (widget: Widget, request: ResultRequest, signal: AbortSignal) => Promise<WidgetResult>;
  /** The SQL of what is shown; left out for whoever may not see it. */
  statement?: (widget: Widget, request: StatementRequest) => Promise<WidgetStatement>;
  /** What else a widget's result depends on, where the document changes while it is shown: another one is asked for anew. Undefined where there is nothing to ask yet. */
  version?: (widget: Widget) => string | undefined;
}

export const serverSource = (id: string, copy: Copy, version: string, mayRead: boolean): ResultSource => ({
  id: `${id}/${copy}/${version}`,
  result: (widget, request, signal) => getResult(id, copy, widget.name, request, signal),
  ...(mayRead ? { statement: (widget: Widget, request: StatementRequest) => getStatement(id, copy, widget.name, request) } : {}),
});

/** What the widgets of a page share. */
export interface CanvasState {
  document: DashboardDocument;
  page: Page;
  source: ResultSource;
  theme: ChartTheme;
  timeZone: string;
  chosen: Chosen;
  crossFilters: CrossFilter[];
  choose: (widget: string, value: Chosen[string] | undefined) => void;
  crossFilter: (widget: string, values: CrossFilter['values'] | undefined) => void;
  /** Milliseconds between refreshes; false for none. */
  refreshEvery: number | false;
  /** Off-screen widgets wait, but not for paper. */
  isPrinting: boolean;
  /** Told when the server refuses the SQL to this person: then it is offered no more. */
  onStatementRefused: () => void;
}

export const CanvasContext = createContext<CanvasState | undefined>(undefined);

export function useCanvas(): CanvasState {
  const state = useContext(CanvasContext);
  if (!state) {
    throw new Error('A widget stands on a canvas.');
  }
  return state;
}
