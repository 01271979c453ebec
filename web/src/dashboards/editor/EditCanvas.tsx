import { Fragment, memo, useMemo, useRef, type KeyboardEvent, type ReactNode } from 'react';
import ReactGridLayout, { useContainerWidth, verticalCompactor, type Compactor, type Layout } from 'react-grid-layout';
import { CanvasWidget } from '../Canvas';
import { gridColumns, isFilter, isText, itemsOf, titleOf, type DashboardDocument, type LayoutItem, type Page } from '../document/document';
import { cellsOf, moved, place, resized, type Cell, type Direction } from './change/grid';
import { deleteWidget } from './change/widgets';
import { useEditor } from './context';
import { problemsOf } from './problems';
import { useIsWide } from './useIsWide';
import { drawn } from './useDraftSource';

const rowRem = 4;
const gapRem = 0.7;
const keysId = 'editor-keys';

/** A page's widgets, to be chosen, moved and resized: by mouse, by finger, and by keys on their handles. On a phone they stand below each other. */
export function EditCanvas({ page, selected, saved, settings }: { page: Page; selected: string | undefined; saved: DashboardDocument; settings: ReactNode }) {
  const { change } = useEditor();
  const isWide = useIsWide();
  const columns = gridColumns(page);
  const cells = useMemo(() => cellsOf(page), [page]);
  const items = useMemo(() => {
    const byName = new Map(itemsOf(page).map((item) => [item.widget.name, item]));
    return [...cells].sort((a, b) => a.y - b.y || a.x - b.x).map(({ i }) => byName.get(i)!);
  }, [page, cells]);
  const children = items.flatMap((item) => [
    <div key={item.widget.name} className={classOf(item, item.widget.name === selected)}>
      <Place item={item} page={page} isSelected={item.widget.name === selected} isWide={isWide} saved={saved} />
    </div>,
    ...(settings !== undefined && item.widget.name === selected ? [<Fragment key=" settings">{settings}</Fragment>] : []),
  ]);
  return (
    <>
      <p id={keysId} hidden>Enter opens the settings. The arrow keys move the widget, with Shift they resize it, Delete takes it away.</p>
      {isWide ? (
        <Grid cells={cells} columns={columns} onPlace={(label, layout) => change(label, (document) => place(document, page.name, layout))}>{children}</Grid>
      ) : (
        <div className="edit-list">{children}</div>
      )}
    </>
  );
}

function Grid({ cells, columns, onPlace, children }: { cells: Cell[]; columns: number; onPlace: (label: string, layout: Layout) => void; children: ReactNode }) {
  const { width, containerRef, mounted } = useContainerWidth();
  const isMoving = useRef(false);
  const rem = useMemo(() => parseFloat(getComputedStyle(globalThis.document.documentElement).fontSize), []);
  // A page is shown as it is written, holes included. Only what is moved makes the rest give way.
  const compactor = useMemo((): Compactor => ({ ...verticalCompactor, compact: (layout, count) => (isMoving.current ? verticalCompactor.compact(layout, count) : layout.map((cell) => ({ ...cell }))) }), []);
  const begin = () => {
    isMoving.current = true;
  };
  const end = (label: string) => (layout: Layout) => {
    isMoving.current = false;
    onPlace(label, layout);
  };
  return (
    <div ref={containerRef} className="edit-grid">
      {/* react-draggable would add a style element, which the page's policy refuses; editor.css has its two rules. */}
      <span id="react-draggable-style-el" hidden />
      {mounted && (
        <ReactGridLayout
          width={width}
          layout={cells}
          gridConfig={{ cols: columns, rowHeight: rowRem * rem, margin: [gapRem * rem, gapRem * rem], containerPadding: [0, 0] }}
          dragConfig={{ handle: '.edit-handle, .widget > header', cancel: '.widget-menu' }}
          resizeConfig={{ handles: ['se'] }}
          compactor={compactor}
          onDragStart={begin}
          onDragStop={end('move a widget')}
          onResizeStart={begin}
          onResizeStop={end('resize a widget')}
        >
          {children}
        </ReactGridLayout>
      )}
    </div>
  );
}

const classOf = ({ widget }: LayoutItem, isSelected: boolean) =>
  `place edit-place ${isText(widget) ? 'text' : isFilter(widget) ? 'filter' : widget.spec?.widgetType === 'counter' ? 'counter' : 'data'}${isSelected ? ' selected' : ''}`;

const keys: Record<string, Direction> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

const Place = memo(function Place({ item, page, isSelected, isWide, saved }: { item: LayoutItem; page: Page; isSelected: boolean; isWide: boolean; saved: DashboardDocument }) {
  const { document, change, say, select } = useEditor();
  const { widget } = item;
  const title = titleOf(widget);
  const problems = useMemo(() => problemsOf(document, widget), [document, widget]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const direction = keys[event.key];
    if (direction && isWide && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      const [dx, dy] = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }[direction] as [number, number];
      const layout = event.shiftKey ? resized(page, widget.name, { width: dx, height: dy }) : moved(page, widget.name, direction);
      change(event.shiftKey ? 'resize a widget' : 'move a widget', (before) => place(before, page.name, layout));
      const cell = layout.find(({ i }) => i === widget.name);
      say(cell ? `${title}: column ${cell.x + 1}, row ${cell.y + 1}, ${cell.w} wide, ${cell.h} high` : '');
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      const handles = [...globalThis.document.querySelectorAll<HTMLElement>('.edit-handle')];
      const at = handles.indexOf(event.currentTarget);
      (handles[at + 1] ?? handles[at - 1])?.focus();
      change('delete a widget', (before) => deleteWidget(before, widget.name));
      say(`${title} deleted`);
    } else if (event.key === 'Escape') {
      select(undefined);
    }
  };
  const shown = useMemo(() => ({ ...item, widget: drawn(widget, saved) }), [item, widget, saved]);
  return (
    <div className="edit-inner" onPointerDownCapture={() => select(widget.name)}>
      <button type="button" className="edit-handle" aria-label={`Edit ${title}`} aria-pressed={isSelected} aria-describedby={keysId} onClick={() => select(widget.name)} onKeyDown={onKeyDown}>
        <span aria-hidden="true">⠿</span>
        {problems.length > 0 && <span className="badge">{problems.length}<span className="visually-hidden"> {problems.length === 1 ? 'problem' : 'problems'}</span></span>}
      </button>
      {problems.length > 0 && !isText(widget) ? <Unready title={title} problems={problems} /> : <CanvasWidget item={shown} />}
    </div>
  );
});

/** In place of a widget that cannot show anything yet. */
function Unready({ title, problems }: { title: string; problems: string[] }) {
  return (
    <section className="widget" aria-label={title}>
      <header><div><h2>{title}</h2></div></header>
      <ul className="none quiet">{problems.map((problem) => <li key={problem}>{problem}</li>)}</ul>
    </section>
  );
}
