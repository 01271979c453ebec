import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { Column } from '../api/statements';
import { CopyButton } from '../ui/CopyButton';
import { prettyJson } from './export';

/** One value in full: nested ones with a line for each member. */
export function ValueDialog({ column, row, value, onClose }: { column: Column; row: number; value: string | null; onClose: () => void }) {
  const shown = value === null ? 'NULL' : (prettyJson(value) ?? value);
  return (
    <ModalOverlay className="overlay" isOpen onOpenChange={(isOpen) => !isOpen && onClose()} isDismissable>
      <Modal>
        <Dialog>
          <Heading slot="title" className="mono sql-first">{column.name}</Heading>
          <p className="quiet">Row {(row + 1).toLocaleString()}, {column.type_text}</p>
          <pre className="sql-value" tabIndex={0} aria-label="Value">{shown}</pre>
          <div className="bar">
            <CopyButton text={value ?? ''} label="Copy value" />
            <Button className="react-aria-Button small" onPress={onClose}>Close</Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
