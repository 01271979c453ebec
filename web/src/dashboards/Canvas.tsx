import type { CSSProperties } from 'react';
import { gridColumns, isFilter, isText, itemsOf, type LayoutItem, type Page } from './document/document';
import { FilterWidget } from './filters/FilterWidget';
import { DataWidget } from './widgets/DataWidget';
import { TextWidget } from './widgets/TextWidget';

/** A page's widgets on its grid. It takes what it shows from its CanvasContext: a document and a source of results, whichever they are. */
export function Canvas({ page }: { page: Page }) {
  const columns = gridColumns(page);
  // In the order of reading: by keyboard, in one column on a phone, and on paper.
  const items = itemsOf(page).sort((a, b) => a.position.y - b.position.y || a.position.x - b.position.x);
  if (items.length === 0) {
    return <p className="empty">This page has no widgets yet. Whoever may edit the dashboard adds them to its draft.</p>;
  }
  return (
    <div className="canvas" style={{ '--columns': columns } as CSSProperties}>
      {items.map((item) => (
        <div key={item.widget.name} className={kindOf(item)} style={placeOf(item, columns)}>
          <CanvasWidget item={item} />
        </div>
      ))}
    </div>
  );
}

export function CanvasWidget({ item: { widget } }: { item: LayoutItem }) {
  if (isText(widget)) {
    return <TextWidget widget={widget} />;
  }
  if (widget.spec === undefined) {
    return <p className="widget none quiet">not supported: {widget.name}</p>;
  }
  return isFilter(widget) ? <FilterWidget widget={widget} spec={widget.spec} /> : <DataWidget widget={widget} spec={widget.spec} />;
}

function kindOf({ widget }: LayoutItem): string {
  return isText(widget) ? 'place text' : isFilter(widget) ? 'place filter' : widget.spec?.widgetType === 'counter' ? 'place counter' : 'place data';
}

const placeOf = ({ position: { x, y, width, height } }: LayoutItem, columns: number): CSSProperties => {
  const first = Math.max(0, Math.min(columns - 1, Math.trunc(x)));
  return { gridColumn: `${first + 1} / span ${Math.max(1, Math.min(columns - first, Math.trunc(width)))}`, gridRow: `${Math.max(0, Math.trunc(y)) + 1} / span ${Math.max(1, Math.trunc(height))}` };
};
