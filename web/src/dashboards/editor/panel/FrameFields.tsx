import { Field } from '../../../ui/Field';
import { type Frame, type Widget } from '../../document/document';
import { setWords } from '../change/frame';
import { useEditor } from '../context';

const wordsOf = (text: Frame['title']) => (typeof text === 'string' ? text : (text?.value ?? ''));

/** A widget's title and description. */
export function FrameFields({ widget }: { widget: Widget }) {
  const { change } = useEditor();
  const frame = widget.spec?.frame;
  return (
    <>
      <Field label="Title" value={wordsOf(frame?.title)} onChange={(text) => change('change a title', (before) => setWords(before, widget.name, 'title', text), `title ${widget.name}`)} />
      <Field label="Description" value={wordsOf(frame?.description)} onChange={(text) => change('change a description', (before) => setWords(before, widget.name, 'description', text), `description ${widget.name}`)} />
    </>
  );
}
