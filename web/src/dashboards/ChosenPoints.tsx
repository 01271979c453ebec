import { Button } from 'react-aria-components';
import { nullName } from './compile/values';
import { itemsOf, titleOf, type Widget } from './document/document';
import { fieldsOf } from './document/encodings';
import { useCanvas } from './source';

/** What was clicked on widgets and now filters the others. */
export function ChosenPoints() {
  const { page, crossFilters, crossFilter } = useCanvas();
  return crossFilters.map(({ widget: name, values }) => {
    const widget = itemsOf(page).find((item) => item.widget.name === name)?.widget;
    if (!widget) {
      return null;
    }
    const text = Object.entries(values).map(([field, list]) => `${labelOf(widget, field)}: ${list.map((value) => (value === null ? nullName : readable(value))).join(', ')}`).join('; ');
    return (
      <span key={name} className="chip chosen">
        <span className="quiet">{titleOf(widget)}</span> {text}
        <Button className="remove" aria-label={`Remove the filter ${text}`} onPress={() => crossFilter(name, undefined)}>×</Button>
      </span>
    );
  });
}

function labelOf(widget: Widget, field: string): string {
  for (const name of ['x', 'y', 'color', 'angle']) {
    const found = fieldsOf(widget.spec?.encodings, name).find(({ fieldName }) => fieldName === field);
    if (found) {
      return found.displayName || field;
    }
  }
  return field;
}

// Midnight is a day.
const readable = (value: string) => value.replace(/^(\d{4}-\d{2}-\d{2})T00:00:00(?:\.0+)?$/, '$1');
