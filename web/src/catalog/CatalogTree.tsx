import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Button, Input, Label, SearchField, Tree, TreeItem, TreeItemContent, type Key } from 'react-aria-components';
import { containersIn, filtered, pathTo, type Node } from './tree';

// A larger tree begins folded, but for the way to what is shown.
const mostUnfolded = 60;

/** The tree of catalogs, schemas and tables. Arrow keys move in it, right and left unfold and fold, Enter opens. */
export function CatalogTree({ tree, shown }: { tree: Node[]; shown: string }) {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const containers = containersIn(tree);
  const count = containers.length + tree.flatMap((catalog) => catalog.children).reduce((sum, schema) => sum + schema.children.length, 0);
  const [unfolded, setUnfolded] = useState<Iterable<Key>>(() => (count <= mostUnfolded ? containers : pathTo(shown)));
  const nodes = filtered(tree, text);
  // What a filter found must be seen without unfolding it.
  const expandedKeys = text.trim() === '' ? unfolded : containersIn(nodes);
  return (
    <nav aria-label="Tables">
      <SearchField value={text} onChange={setText}>
        <Label>Filter</Label>
        <Input placeholder="Part of a name" spellCheck={false} autoCapitalize="none" />
      </SearchField>
      <Tree
        aria-label="Catalogs, schemas and tables"
        items={nodes}
        dependencies={[shown]}
        expandedKeys={expandedKeys}
        onExpandedChange={setUnfolded}
        onAction={(id) => void navigate(`/catalog/${String(id).split('.').map(encodeURIComponent).join('/')}`)}
        renderEmptyState={() => <p className="quiet">Nothing has that name.</p>}
      >
        {(node) => <Item node={node} shown={shown} />}
      </Tree>
    </nav>
  );
}

function Item({ node, shown }: { node: Node; shown: string }) {
  return (
    <TreeItem id={node.id} textValue={node.name}>
      <TreeItemContent>
        {({ hasChildItems, level }) => (
          <span className="row" style={{ paddingInlineStart: `${(level - 1) * 0.9}rem` }}>
            {hasChildItems ? <Button slot="chevron" className="chevron"><span aria-hidden="true">›</span></Button> : <span className="chevron" />}
            <span className="mono" {...(node.id === shown ? { 'aria-current': 'page' as const } : {})}>{node.name}</span>
          </span>
        )}
      </TreeItemContent>
      {node.children.map((child) => <Item key={child.id} node={child} shown={shown} />)}
    </TreeItem>
  );
}
