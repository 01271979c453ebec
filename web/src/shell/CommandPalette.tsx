import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { useQuery } from '@tanstack/react-query';
import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, SearchField, useFilter } from 'react-aria-components';
import { listEndpoints } from '../api/endpoints';
import { listTables } from '../api/tables';
import { pages } from './pages';

/** Ctrl K (or Cmd K): any page, endpoint or table, by typing a part of its name. */
export function CommandPalette({ isOpen, onOpenChange }: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        onOpenChange(true);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onOpenChange]);

  return (
    <ModalOverlay className="overlay" isOpen={isOpen} onOpenChange={onOpenChange} isDismissable>
      <Modal className="palette">
        <Dialog aria-label="Go to">
          <Places onGone={() => onOpenChange(false)} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Places({ onGone }: { onGone: () => void }) {
  const navigate = useNavigate();
  const { contains } = useFilter({ sensitivity: 'base' });
  const endpoints = useQuery({ queryKey: ['endpoints'], queryFn: ({ signal }) => listEndpoints(signal) });
  const tables = useQuery({ queryKey: ['tables'], queryFn: ({ signal }) => listTables(signal) });
  const places = [
    ...pages.map((page) => ({ path: page.path as string, name: page.name as string, kind: 'page' })),
    ...(endpoints.data ?? []).map((endpoint) => ({ path: `/ai-gateway/${endpoint.name}`, name: endpoint.name, kind: 'endpoint' })),
    ...(tables.data ?? []).map((table) => ({ path: `/catalog/${table.catalog}/${table.schema}/${table.name}`, name: `${table.catalog}.${table.schema}.${table.name}`, kind: 'table' })),
  ];
  return (
    <Autocomplete filter={contains}>
      <SearchField aria-label="Page, endpoint or table" autoFocus>
        <Input placeholder="Page, endpoint or table" />
      </SearchField>
      <Menu
        items={places}
        aria-label="Places"
        onAction={(path) => {
          onGone();
          void navigate(String(path));
        }}
        renderEmptyState={() => <p className="quiet">Nothing has that name.</p>}
      >
        {(place) => (
          <MenuItem id={place.path} textValue={place.name}>
            <span>{place.name}</span> <span className="quiet">{place.kind}</span>
          </MenuItem>
        )}
      </Menu>
    </Autocomplete>
  );
}
