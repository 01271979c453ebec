import { useRef } from 'react';
import { Button } from 'react-aria-components';

/** Moves a row of a list up and down, and removes it. The focus stays on the row's button while it moves. */
export function RowButtons({ what, at, count, least = 0, onMove, onRemove }: { what: string; at: number; count: number; least?: number; onMove: (to: number) => void; onRemove: () => void }) {
  const buttons = useRef<HTMLDivElement>(null);
  const move = (to: number, action: 'up' | 'down') => {
    onMove(to);
    // A row that moves in the page loses the focus; at an end of the list the other button is the one that is left.
    const left = to === 0 ? 'down' : to === count - 1 ? 'up' : action;
    requestAnimationFrame(() => buttons.current?.querySelector<HTMLButtonElement>(`[data-move=${left}]`)?.focus());
  };
  return (
    <div className="row-buttons" ref={buttons}>
      {count > 1 && (
        <>
          <Button className="react-aria-Button small" data-move="up" isDisabled={at === 0} aria-label={`Move ${what} up`} onPress={() => move(at - 1, 'up')}>↑</Button>
          <Button className="react-aria-Button small" data-move="down" isDisabled={at === count - 1} aria-label={`Move ${what} down`} onPress={() => move(at + 1, 'down')}>↓</Button>
        </>
      )}
      {count > least && <Button className="react-aria-Button small" aria-label={`Remove ${what}`} onPress={onRemove}>Remove</Button>}
    </div>
  );
}
