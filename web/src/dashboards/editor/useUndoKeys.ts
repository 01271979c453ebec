import { useEffect } from 'react';
import type { DraftSession } from './DraftSession';

/** Ctrl Z undoes and Ctrl Shift Z does again, but not in a field: there they are the field's own. */
export function useUndoKeys(session: DraftSession): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isField(event.composedPath()[0])) {
        return;
      }
      const key = event.key.toLowerCase();
      if (key === 'z' || key === 'y') {
        event.preventDefault();
        if (key === 'y' || event.shiftKey) {
          session.redo();
        } else {
          session.undo();
        }
      }
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [session]);
}

const textTypes = new Set(['text', 'search', 'number', 'date', 'url', 'email', 'password', '']);

const isField = (target: EventTarget | undefined) =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && textTypes.has(target.type)) || (target instanceof HTMLElement && (target.isContentEditable || target.shadowRoot !== null));
