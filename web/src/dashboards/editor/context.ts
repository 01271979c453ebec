import { createContext, useContext } from 'react';
import type { Dashboard } from '../../api/dashboards';
import type { DashboardDocument } from '../document/document';
import type { Change } from './text/history';

/** What the parts of the editor share. */
export interface EditorState {
  /** The document as it is now, saved or not. */
  document: DashboardDocument;
  dashboard: Dashboard;
  timeZone: string;
  /** Does something to the document, under a name for the list of what can be undone. Changes in a row with the same `together` are undone as one. */
  change: (label: string, make: Change, together?: string) => void;
  /** Says something to whoever listens rather than looks. */
  say: (words: string) => void;
  select: (widget: string | undefined) => void;
}

export const EditorContext = createContext<EditorState | undefined>(undefined);

export function useEditor(): EditorState {
  const state = useContext(EditorContext);
  if (!state) {
    throw new Error('A part of the editor stands in one.');
  }
  return state;
}
