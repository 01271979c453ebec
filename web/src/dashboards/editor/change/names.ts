import type { DashboardDocument } from '../../document/document';

/** A name of eight hexadecimal digits, as the original gives them, that nothing in the document has. */
export function newName(document: DashboardDocument, random: () => number = Math.random): string {
  const taken = new Set([...document.datasets.map(({ name }) => name), ...document.pages.flatMap(({ name, layout }) => [name, ...layout.map(({ widget }) => widget?.name)])]);
  for (;;) {
    const name = Math.floor(random() * 2 ** 32).toString(16).padStart(8, '0');
    if (!taken.has(name)) {
      return name;
    }
  }
}

/** The name, or the name and the first number that makes it one of its own. */
export function unusedName(wanted: string, taken: Iterable<string>): string {
  const all = new Set(taken);
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted} ${number}`;
    if (!all.has(name)) {
      return name;
    }
  }
}
