import type { Container } from '../api/catalog';
import { fullName, type Table } from '../api/tables';

/** A catalog, schema or table in the tree; its id is its full name. */
export interface Node {
  id: string;
  name: string;
  children: Node[];
}

/** The tree of what the user may see. A schema or catalog that only a table names has its place too. */
export function treeOf(catalogs: Container[], schemas: Container[], tables: Table[]): Node[] {
  const roots = new Map<string, Node>();
  const within = new Map<string, Node>();
  const at = (id: string, name: string, known: Map<string, Node>, siblings?: Node[]) => {
    let node = known.get(id);
    if (!node) {
      node = { id, name, children: [] };
      known.set(id, node);
      siblings?.push(node);
    }
    return node;
  };
  const schemaAt = (id: string) => {
    const [catalog, schema] = id.split('.');
    return at(id, schema!, within, at(catalog!, catalog!, roots).children);
  };
  catalogs.forEach((catalog) => at(catalog.full_name, catalog.name, roots));
  schemas.forEach((schema) => schemaAt(schema.full_name));
  tables.forEach((table) => schemaAt(`${table.catalog}.${table.schema}`).children.push({ id: fullName(table), name: table.name, children: [] }));
  return [...roots.values()];
}

/** What of a tree has a text in its full name, with what it is in, and all that is in it where the text is in its own name. */
export function filtered(nodes: Node[], text: string): Node[] {
  const wanted = text.trim().toLowerCase();
  return wanted === ''
    ? nodes
    : nodes.flatMap((node) => {
        if (node.id.toLowerCase().includes(wanted)) {
          return [node];
        }
        const children = filtered(node.children, text);
        return children.length > 0 ? [{ ...node, children }] : [];
      });
}

/** The ids of all nodes that have others in them. */
export const containersIn = (nodes: Node[]): string[] => nodes.flatMap((node) => (node.children.length > 0 ? [node.id, ...containersIn(node.children)] : []));

/** The ids of what a full name is in, and itself. */
export const pathTo = (id: string): string[] => id.split('.').map((_, at, parts) => parts.slice(0, at + 1).join('.'));
