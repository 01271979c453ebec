import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { deleteWarehouse, stopWarehouse, type Warehouse } from '../api/warehouses';
import { Permissions } from '../permissions/Permissions';
import { Failure } from '../ui/Failure';
import { WarehouseForm } from './WarehouseForm';

/** Which dialog is open, and for which warehouse. */
export type Shown = { kind: 'new' } | { kind: 'edit' | 'permissions' | 'stop' | 'delete'; warehouse: Warehouse };

const levels = { CAN_USE: 'Can run statements on it', CAN_MANAGE: 'Can also edit, stop and delete it, and say who may use it' };

/** The dialogs of the page. */
export function WarehouseDialogs({ shown, onClose }: { shown: Shown | undefined; onClose: () => void }) {
  const isQuestion = shown?.kind === 'delete' || shown?.kind === 'stop';
  return (
    <ModalOverlay className="overlay" isOpen={shown !== undefined} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Modal>
        <Dialog role={isQuestion ? 'alertdialog' : 'dialog'}>{shown && <Content shown={shown} onClose={onClose} />}</Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Content({ shown, onClose }: { shown: Shown; onClose: () => void }) {
  switch (shown.kind) {
    case 'new':
      return <WarehouseForm onClose={onClose} />;
    case 'edit':
      return <WarehouseForm warehouse={shown.warehouse} onClose={onClose} />;
    case 'permissions':
      return (
        <>
          <Heading slot="title" level={2} className="warehouse-title">Who may use {shown.warehouse.name}</Heading>
          <Permissions object={{ type: 'warehouses', id: shown.warehouse.id, owner: shown.warehouse.creator_name ?? undefined }} levels={levels} />
          <div className="bar warehouse-close"><Button onPress={onClose}>Close</Button></div>
        </>
      );
    case 'stop':
      return (
        <Confirmation
          title={`Stop ${shown.warehouse.name}?`}
          text="The statements that run and wait on it are cancelled. The next one starts it again."
          verb="Stop it"
          act={() => stopWarehouse(shown.warehouse.id)}
          onClose={onClose}
        />
      );
    default:
      return (
        <Confirmation
          title={`Delete ${shown.warehouse.name}?`}
          text="The statements that run and wait on it are cancelled, and clients that name it get a 404 from then on. Who may use it is forgotten; no data is."
          verb="Delete it"
          act={() => deleteWarehouse(shown.warehouse.id)}
          onClose={onClose}
        />
      );
  }
}

function Confirmation({ title, text, verb, act, onClose }: { title: string; text: string; verb: string; act: () => Promise<unknown>; onClose: () => void }) {
  const queries = useQueryClient();
  const acting = useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['warehouses'] });
      onClose();
    },
  });
  return (
    <>
      <Heading slot="title" level={2} className="warehouse-title">{title}</Heading>
      <p>{text}</p>
      {acting.error && <Failure error={acting.error} />}
      <div className="bar">
        <Button className="react-aria-Button danger" isPending={acting.isPending} onPress={() => acting.mutate()}>{verb}</Button>
        <Button autoFocus onPress={onClose}>Leave it</Button>
      </div>
    </>
  );
}
