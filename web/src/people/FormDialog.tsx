import { type ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';

/** A button that opens a dialog. The focus returns to the button when it closes. */
export function FormDialog({ label, title, className = 'react-aria-Button', children }: { label: string; title: string; className?: string; children: (close: () => void) => ReactNode }) {
  return (
    <DialogTrigger>
      <Button className={className}>{label}</Button>
      <ModalOverlay className="overlay">
        <Modal>
          <Dialog>
            {({ close }) => (
              <>
                <Heading slot="title" level={2} className="dialog-title">{title}</Heading>
                {children(close)}
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
