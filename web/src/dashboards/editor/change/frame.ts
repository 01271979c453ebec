import { textOf, type DashboardDocument, type Frame } from '../../document/document';
import { changeSpec, changeWidget } from './widgets';

type Part = 'title' | 'description';

const shows = { title: 'showTitle', description: 'showDescription' } as const;

/** A widget's title or description; an empty one is not shown. */
export const setWords = (document: DashboardDocument, name: string, part: Part, text: string): DashboardDocument =>
  changeSpec(document, name, (spec) => {
    const before = spec.frame?.[part];
    const frame: Frame = { ...spec.frame, [part]: typeof before === 'object' ? { ...before, value: text } : text, [shows[part]]: text.trim() !== '' };
    return { ...spec, frame };
  });

/** The lines of a text, each with its end. */
export const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** The markdown of a text widget, in the shape that the document has. */
export const setText = (document: DashboardDocument, name: string, text: string): DashboardDocument =>
  changeWidget(document, name, (widget) =>
    textOf(widget) === text ? widget : widget.multilineTextboxSpec !== undefined || widget.textbox_spec === undefined ? { ...widget, multilineTextboxSpec: { ...widget.multilineTextboxSpec, lines: linesOf(text) } } : { ...widget, textbox_spec: text },
  );
