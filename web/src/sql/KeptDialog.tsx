import type { ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';

/** A button, and the dialog that it opens. What is inside is made anew each time. */
export function KeptDialog({ title, children }: { title: string; children: (close: () => void) => ReactNode }) {
  return (
    <DialogTrigger>
      <Button>{title}</Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal>
          <Dialog>
            {({ close }) => (
              <>
                <div className="bar sql-title">
                  <Heading slot="title">{title}</Heading>
                  <Button className="react-aria-Button small" onPress={close}>Close</Button>
                </div>
                {children(close)}
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
