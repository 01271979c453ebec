import { parseTree, type Node } from 'jsonc-parser';
import { DocumentError, readDocument, type DashboardDocument } from '../../document/document';

/** A document and the text that it was read from: every object of it knows its place in the text. */
export interface Written {
  text: string;
  document: DashboardDocument;
  root: Node;
  nodes: ReadonlyMap<object, Node>;
}

/** Reads a text. @throws DocumentError It is no dashboard: why, in a sentence. */
export const read = (text: string): Written => withNodes(text, readDocument(text));

/**
 * A document after a change, and its text. What did not change stands there letter by letter as it did, however it was written: only what
 * the change function replaced is written anew, in the document's own style.
 */
export function rewrite(before: Written, document: DashboardDocument): Written {
  const { root } = before;
  const text = before.text.slice(0, root.offset) + new Writer(before).write(root, before.document, document) + before.text.slice(endOf(root));
  return text === before.text ? before : withNodes(text, document);
}

function withNodes(text: string, document: DashboardDocument): Written {
  const root = parseTree(text, [], { disallowComments: true });
  if (root === undefined) {
    throw new DocumentError('The file is no JSON. A dashboard is exported as a .lvdash.json file.');
  }
  const nodes = new Map<object, Node>();
  register(root, document, nodes);
  return { text, document, root, nodes };
}

function register(node: Node, value: unknown, nodes: Map<object, Node>): void {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  nodes.set(value, node);
  if (Array.isArray(value)) {
    node.children?.forEach((child, at) => register(child, value[at], nodes));
  } else {
    node.children?.forEach((property) => register(property.children![1]!, (value as Record<string, unknown>)[keyOf(property)], nodes));
  }
}

const keyOf = (property: Node) => property.children![0]!.value as string;
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const endOf = (node: Node) => node.offset + node.length;

class Writer {
  readonly #text: string;
  readonly #nodes: ReadonlyMap<object, Node>;
  /** One step of indentation; undefined in a text of one line. */
  readonly #unit: string | undefined;

  constructor({ text, nodes, root }: Written) {
    this.#text = text;
    this.#nodes = nodes;
    // What begins as {} becomes a text that people can read.
    this.#unit = root.children?.length ? /^\s*\{\s*\n([ \t]+)"/.exec(text)?.[1] : '  ';
  }

  write(node: Node, before: unknown, after: unknown): string {
    if (before === after) {
      return this.#slice(node);
    }
    const known = isObject(after) || Array.isArray(after) ? this.#nodes.get(after) : undefined;
    if (known) {
      return this.#slice(known);
    }
    if (node.type === 'object' && isObject(before) && isObject(after)) {
      return this.#object(node, before, after);
    }
    return node.type === 'array' && Array.isArray(before) && Array.isArray(after) ? this.#array(node, before, after) : this.#fresh(after, this.#indentAt(node.offset));
  }

  #slice(node: Node): string {
    return this.#text.slice(node.offset, endOf(node));
  }

  #object(node: Node, before: Record<string, unknown>, after: Record<string, unknown>): string {
    const properties = node.children ?? [];
    const stays = properties.filter((property) => Object.hasOwn(after, keyOf(property)) && after[keyOf(property)] !== undefined);
    const written = new Set(properties.map(keyOf));
    // A list that is missing reads as empty; it is not written for that.
    const added = Object.keys(after).filter((key) => !written.has(key) && after[key] !== undefined && after[key] !== before[key]);
    const pieces = stays.map((property) => {
      const value = property.children![1]!;
      return this.#text.slice(property.offset, value.offset) + this.write(value, before[keyOf(property)], after[keyOf(property)]);
    });
    if (added.length === 0 && stays.length === properties.length) {
      return this.#stitched(node, properties, pieces);
    }
    const colon = properties[0] ? this.#text.slice(endOf(properties[0].children![0]!), properties[0].children![1]!.offset) : this.#unit === undefined ? ':' : ': ';
    return this.#assembled(node, properties, [...pieces.map((piece) => () => piece), ...added.map((key) => (indent: string | undefined) => JSON.stringify(key) + colon + this.#fresh(after[key], indent))]);
  }

  #array(node: Node, before: unknown[], after: unknown[]): string {
    const children = node.children ?? [];
    const isSameLength = before.length === after.length;
    if (isSameLength && after.every((item, at) => item === before[at] || identityOf(item) === identityOf(before[at]))) {
      return this.#stitched(node, children, children.map((child, at) => this.write(child, before[at], after[at])));
    }
    const free = new Set(before.keys());
    before.forEach((item, at) => after.includes(item) && free.delete(at));
    return this.#assembled(node, children, after.map((item, at) => {
      const same = before.indexOf(item);
      const identity = identityOf(item);
      const pair = same >= 0 ? same : ([...free].find((one) => identity !== undefined && identityOf(before[one]) === identity) ?? (isSameLength && free.has(at) ? at : -1));
      free.delete(pair);
      return (indent) => (pair >= 0 ? this.write(children[pair]!, before[pair], item) : this.#fresh(item, indent));
    }));
  }

  // Between its parts all is as it was.
  #stitched(node: Node, children: Node[], pieces: string[]): string {
    let at = node.offset;
    let written = '';
    children.forEach((child, index) => {
      written += this.#text.slice(at, child.offset) + pieces[index]!;
      at = endOf(child);
    });
    return written + this.#text.slice(at, endOf(node));
  }

  #assembled(node: Node, children: Node[], pieces: ((indent: string | undefined) => string)[]): string {
    const [open, close] = node.type === 'object' ? ['{', '}'] : ['[', ']'];
    if (pieces.length === 0) {
      return open + close;
    }
    const line = this.#indentAt(node.offset);
    const below = this.#unit === undefined || line === undefined ? '' : `\n${line}${this.#unit}`;
    const first = children[0] ? this.#text.slice(node.offset + 1, children[0].offset) : below;
    const next = children[1] ? this.#text.slice(this.#text.indexOf(',', endOf(children[0]!)) + 1, children[1].offset) : first;
    const tail = children.length > 0 ? this.#text.slice(endOf(children.at(-1)!), endOf(node) - 1) : below === '' ? '' : `\n${line}`;
    const indentOf = (lead: string) => (lead.includes('\n') ? lead.slice(lead.lastIndexOf('\n') + 1) : undefined);
    return open + pieces.map((piece, at) => (at === 0 ? first : next) + piece(indentOf(at === 0 ? first : next))).join(',') + tail + close;
  }

  #fresh(value: unknown, indent: string | undefined): string {
    const known = isObject(value) || Array.isArray(value) ? this.#nodes.get(value) : undefined;
    if (known) {
      return this.#slice(known);
    }
    const isIndented = this.#unit !== undefined && indent !== undefined;
    const inner = isIndented ? indent + this.#unit : undefined;
    const list = (open: string, pieces: string[], close: string) =>
      pieces.length === 0 ? open + close : isIndented ? `${open}\n${inner}${pieces.join(`,\n${inner}`)}\n${indent}${close}` : open + pieces.join(',') + close;
    if (Array.isArray(value)) {
      return list('[', value.map((item) => this.#fresh(item, inner)), ']');
    }
    if (isObject(value)) {
      const members = Object.entries(value).filter(([, member]) => member !== undefined);
      return list('{', members.map(([key, member]) => JSON.stringify(key) + (isIndented ? ': ' : ':') + this.#fresh(member, inner)), '}');
    }
    return JSON.stringify(value ?? null);
  }

  /** The indentation of the line at a place; undefined in a text of one line. */
  #indentAt(offset: number): string | undefined {
    if (this.#unit === undefined) {
      return undefined;
    }
    const start = this.#text.lastIndexOf('\n', offset - 1) + 1;
    return /^[ \t]*/.exec(this.#text.slice(start, offset))![0];
  }
}

/** What an item of a list is known by when it changes. */
function identityOf(item: unknown): string | undefined {
  if (!isObject(item)) {
    return undefined;
  }
  const widget = item['widget'];
  const name = (isObject(widget) ? widget['name'] : undefined) ?? item['name'] ?? item['keyword'] ?? item['fieldName'] ?? item['parameterName'] ?? item['displayName'];
  return typeof name === 'string' ? name : undefined;
}
