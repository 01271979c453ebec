import { useNavigate } from 'react-router';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { WidgetStatement } from '../../api/dashboards';
import { CopyButton } from '../../ui/CopyButton';
import { editorText } from './statementText';

/** The SQL of a widget, to read or to take to the editor. */
export function StatementDialog({ title, statement, onClose }: { title: string; statement: WidgetStatement; onClose: () => void }) {
  const navigate = useNavigate();
  const text = editorText(statement);
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Modal>
        <Dialog>
          <Heading slot="title" level={2}>SQL of {title}</Heading>
          <pre tabIndex={0} className="statement">{text}</pre>
          <div className="bar">
            <Button className="react-aria-Button primary" onPress={() => void navigate(`/sql?statement=${encodeURIComponent(text)}`)}>Open in SQL editor</Button>
            <CopyButton text={text} />
            <Button onPress={onClose}>Close</Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
