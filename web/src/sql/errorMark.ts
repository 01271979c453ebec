import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';

/** Marks a place of the text as wrong; undefined takes the mark away. */
export const markError = StateEffect.define<{ from: number; to: number } | undefined>();

const decoration = Decoration.mark({ class: 'cm-error-place' });

/** The mark goes as soon as the text changes: what the error said was about the text before. */
export const errorMark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const effect = transaction.effects.findLast((candidate) => candidate.is(markError));
    if (effect) {
      const place = effect.value as { from: number; to: number } | undefined;
      return place ? Decoration.set([decoration.range(place.from, place.to)]) : Decoration.none;
    }
    return transaction.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});
