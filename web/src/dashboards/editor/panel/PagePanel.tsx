import { useNavigate } from 'react-router';
import { Button } from 'react-aria-components';
import { Field } from '../../../ui/Field';
import { canvasPages, isGlobalFilters, type Page } from '../../document/document';
import { deletePage, movePage, renamePage } from '../change/pages';
import { useEditor } from '../context';

/** The settings of a page, shown while no widget is chosen. */
export function PagePanel({ page, path }: { page: Page; path: string }) {
  const { document, change, say } = useEditor();
  const navigate = useNavigate();
  const tabs = canvasPages(document);
  const at = tabs.indexOf(page);
  const move = (by: -1 | 1) => {
    change('move a page', (before) => movePage(before, page.name, by));
    say(`Page ${at + by + 1} of ${tabs.length}`);
  };
  const remove = () => {
    change('delete a page', (before) => deletePage(before, page.name));
    say(`Page ${page.displayName || page.name} deleted`);
    void navigate(path);
  };
  return (
    <>
      <h2>Page</h2>
      <Field label="Name of the page" isRequired value={page.displayName ?? page.name} onChange={(text) => change('rename a page', (before) => renamePage(before, page.name, text), `rename ${page.name}`)} />
      <div className="bar">
        {!isGlobalFilters(page) && (
          <>
            <Button className="react-aria-Button small" isDisabled={at <= 0} onPress={() => move(-1)}>Move left</Button>
            <Button className="react-aria-Button small" isDisabled={at < 0 || at === tabs.length - 1} onPress={() => move(1)}>Move right</Button>
          </>
        )}
        <Button className="react-aria-Button small" onPress={remove}>Delete the page</Button>
      </div>
      <p className="quiet">Choose a widget to change it. Drag it by its heading; its lower right corner resizes it.</p>
    </>
  );
}
