import { useSearchParams } from 'react-router';
import { CanvasWidget } from './Canvas';
import { ChosenPoints } from './ChosenPoints';
import { isFilter, isGlobalFilters, itemsOf } from './document/document';
import { withoutChoices } from './filters/address';
import { useCanvas } from './source';

/** The filters of all pages, what was clicked on widgets, and the way back. */
export function FilterBar() {
  const { document, page, chosen, crossFilters } = useCanvas();
  const [, setSearch] = useSearchParams();
  const global = document.pages.filter((one) => isGlobalFilters(one) && one !== page).flatMap(itemsOf).filter(({ widget }) => isFilter(widget));
  const isFiltered = crossFilters.length > 0 || Object.keys(chosen).length > 0;
  if (global.length === 0 && !isFiltered) {
    return null;
  }
  return (
    <div className="filters" role="group" aria-label="Filters">
      {global.map((item) => <CanvasWidget key={item.widget.name} item={item} />)}
      <ChosenPoints />
      {isFiltered && <button type="button" className="small" onClick={() => setSearch(withoutChoices, { replace: true })}>Reset filters</button>}
    </div>
  );
}
