import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { EditorState, Prec } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers, placeholder } from '@codemirror/view';
import type { Names } from './columns';
import { completionSource } from './completion';
import { dialect } from './dialect';
import { editorTheme } from './editorTheme';
import { errorMark, markError } from './errorMark';
import { statementAt, type Statement } from './statementAt';

/** What the editor holds, and what running it now would run. */
export interface Content {
  text: string;
  toRun: Statement | undefined;
  isSelection: boolean;
}

export interface EditorHandle {
  /** Puts a text in place of all. It can be undone. */
  replace(text: string): void;
  /** Marks a place as wrong; undefined takes the mark away. */
  mark(place: { from: number; to: number } | undefined): void;
  /** Selects a place and moves the focus there. */
  goTo(place: { from: number; to: number }): void;
  focus(): void;
  content(): Content;
}

interface Properties {
  initialText: string;
  names: Names;
  onChange: (content: Content) => void;
  onRun: () => void;
  ref: Ref<EditorHandle>;
}

// Escape closes the list of names first, if it is open.
const leaving = 'Escape, then Tab, leaves the editor. Control Enter runs the statement. Control Space offers names.';

/** The editor of statements. Tab leaves it; Ctrl Enter runs. */
export function Editor({ initialText, names, onChange, onRun, ref }: Properties) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  // The view outlives a render, so what it calls is looked up when it calls.
  const calls = useRef({ onChange, onRun, names });
  useEffect(() => {
    calls.current = { onChange, onRun, names };
  });

  useEffect(() => {
    // In a shadow root the editor's styles are adopted style sheets; in the document they would be a <style> element, which the
    // server's Content-Security-Policy does not allow.
    const root = host.current!.shadowRoot ?? host.current!.attachShadow({ mode: 'open' });
    const created = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: initialText,
        extensions: [
          Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => (calls.current.onRun(), true) }])),
          lineNumbers(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          indentUnit.of('  '),
          dialect.extension,
          autocompletion({ icons: false, override: [completionSource({ tables: () => calls.current.names.tables(), columns: (table) => calls.current.names.columns(table) })] }),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          placeholder('SELECT …'),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': 'SQL statement', 'aria-description': leaving, spellcheck: 'false', autocapitalize: 'off' }),
          ...nonce(),
          errorMark,
          editorTheme,
          EditorView.updateListener.of((update) => {
            if (update.docChanged || update.selectionSet) {
              calls.current.onChange(contentOf(update.state));
            }
          }),
        ],
      }),
    });
    view.current = created;
    calls.current.onChange(contentOf(created.state));
    return () => {
      created.destroy();
      view.current = undefined;
    };
    // The first text is only the first: the editor is not made anew for another.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  useImperativeHandle(ref, () => ({
    replace(text) {
      view.current?.dispatch({ changes: { from: 0, to: view.current.state.doc.length, insert: text }, selection: { anchor: text.length }, scrollIntoView: true });
    },
    mark(place) {
      const length = view.current?.state.doc.length ?? 0;
      view.current?.dispatch({ effects: markError.of(place && place.from < place.to && place.to <= length ? place : undefined) });
    },
    goTo(place) {
      const length = view.current?.state.doc.length ?? 0;
      view.current?.dispatch({ selection: { anchor: Math.min(place.from, length), head: Math.min(place.to, length) }, scrollIntoView: true });
      view.current?.focus();
    },
    focus: () => view.current?.focus(),
    content: () => (view.current ? contentOf(view.current.state) : { text: initialText, toRun: undefined, isSelection: false }),
  }), [initialText]);

  return <div className="sql-editor" ref={host} />;
}

function contentOf(state: EditorState): Content {
  // The lines are joined by a line feed, so that a place in this text is the same place in the editor.
  const text = state.doc.toString();
  const { from, to, head } = state.selection.main;
  const selected = text.slice(from, to);
  if (selected.trim() === '') {
    return { text, toRun: statementAt(text, head), isSelection: false };
  }
  // A semicolon at the end of the selection is not the statement's.
  const lead = selected.length - selected.trimStart().length;
  const statement = selected.trim().replace(/(?:\s*;)+$/, '');
  return { text, toRun: statement === '' ? undefined : { from: from + lead, to: from + lead + statement.length, text: statement }, isSelection: true };
}

function nonce() {
  const value = document.querySelector('meta[name=csp-nonce]')?.getAttribute('content');
  return value ? [EditorView.cspNonce.of(value)] : [];
}
