import { useMutation } from '@tanstack/react-query';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Failure } from '../../ui/Failure';
import type { DraftSession } from './DraftSession';

/** Somebody else saved the draft in between: whose version is to stay? */
export function ConflictDialog({ session, error }: { session: DraftSession; error: Error }) {
  const load = useMutation({ mutationFn: () => session.loadTheirs() });
  const overwrite = useMutation({ mutationFn: () => session.overwrite() });
  const failure = load.error ?? overwrite.error;
  return (
    <ModalOverlay className="overlay" isOpen isKeyboardDismissDisabled>
      <Modal>
        <Dialog role="alertdialog">
          <Heading slot="title" level={2} className="dialog-title">Somebody else changed this dashboard</Heading>
          <p>{error.message}</p>
          <p>Load their version: yours is one step back, by “Undo”. Or save yours over theirs.</p>
          {failure && <Failure error={failure} />}
          <div className="bar">
            <Button autoFocus className="react-aria-Button primary" isPending={load.isPending} onPress={() => load.mutate()}>Load theirs</Button>
            <Button className="react-aria-Button danger" isPending={overwrite.isPending} onPress={() => overwrite.mutate()}>Overwrite with mine</Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
