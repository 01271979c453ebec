import { Label, Text, TextArea, TextField } from 'react-aria-components';
import { textOf, type Widget } from '../../document/document';
import { setText } from '../change/frame';
import { useEditor } from '../context';

export function TextPanel({ widget }: { widget: Widget }) {
  const { change } = useEditor();
  return (
    <TextField value={textOf(widget)} onChange={(text) => change('change a text', (before) => setText(before, widget.name, text), `text ${widget.name}`)}>
      <Label>Text</Label>
      <TextArea rows={10} />
      <Text slot="description" className="quiet hint">Markdown: # Heading, **bold**, [link](https://…), - list.</Text>
    </TextField>
  );
}
