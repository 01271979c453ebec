import { expect, test } from 'vitest';
import type { DashboardDocument } from '../../document/document';
import { begin, change, undo } from './history';

/** Random documents, the same in each run: any white space, numbers and escapes that can be written in several ways, members in any order. */
class Writer {
  #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  below(count: number): number {
    this.#seed = (this.#seed * 1103515245 + 12345) % 2147483648;
    return Math.floor(this.#seed / 65536) % count;
  }

  one<Item>(list: Item[]): Item {
    return list[this.below(list.length)]!;
  }

  many(most: number, make: () => string): string[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }

  space(): string {
    return this.one(['', '', ' ', '\n', '\r\n  ', '\t']);
  }

  value(depth: number): string {
    switch (depth <= 0 ? this.below(3) : this.below(5)) {
      case 0: return this.one(['1.0', '1e5', '12345678901234567890', '0.10', 'null', 'true']);
      case 1: return this.one(['"x"', '"\\u00e9"', '"a\\nb"', '""', '"{[,:\\""']);
      case 2: return `"s${this.below(5)}"`;
      case 3: return `[${this.many(3, () => this.space() + this.value(depth - 1) + this.space()).join(',')}]`;
      default: return this.object(depth);
    }
  }

  object(depth: number, members: string[] = []): string {
    const keys = new Set(this.many(5, () => this.one(['"a"', '"2"', '"1"', '"name"', '"widget"', '"keyword"', '"\\u00e9"', '"__proto__"'])));
    return `{${[...members, ...[...keys].map((key) => `${key}${this.space()}:${this.space()}${this.value(depth - 1)}`)].map((member) => this.space() + member + this.space()).join(',')}}`;
  }

  document(): string {
    const list = (name: string) => `"${name}":${this.space()}[${this.many(3, () => this.object(3)).join(`,${this.space()}`)}]`;
    return this.space() + this.object(3, [list('datasets'), `"unknown": ${this.object(4)}`, list('pages').replace(/"layout":[^,}]*/g, '')]) + this.space();
  }

  changed(value: unknown): unknown {
    if (Array.isArray(value)) {
      const list = [...(value as unknown[])];
      const at = this.below(list.length + 1);
      switch (this.below(5)) {
        case 0: list.splice(at, 0, { name: 'new', v: 1 }); return list;
        case 1: list.splice(at, 1); return list;
        case 2: return list.reverse();
        default: return at < list.length ? list.map((item, index) => (index === at ? this.changed(item) : item)) : list;
      }
    }
    if (typeof value === 'object' && value !== null) {
      const members = Object.entries(value);
      const at = this.below(members.length + 1);
      switch (this.below(5)) {
        case 0: return { ...value, added: [{ a: 1 }, 2] };
        case 1: return Object.fromEntries(members.filter((_, index) => index !== at));
        default: return Object.fromEntries(members.map(([key, member], index) => [key, index === at ? this.changed(member) : member]));
      }
    }
    return this.one<unknown>([1, 'y', null, { z: 1 }]);
  }
}

const isDocument = (value: unknown): value is DashboardDocument => typeof value === 'object' && value !== null && ['datasets', 'pages'].every((name) => Array.isArray((value as Record<string, unknown>)[name]));

// A page without a layout is read as an empty one, and is not written for that.
const told = (text: string) => {
  const { pages = [], datasets = [], ...rest } = JSON.parse(text) as Partial<DashboardDocument>;
  return { ...rest, datasets, pages: pages.map((page) => (typeof page === 'object' && page !== null && !Array.isArray(page) ? { ...page, layout: page.layout ?? [] } : page)) };
};

test('whatever a document looks like and whatever is changed in it: the text says what the document is, and undone it is what it was', () => {
  let changes = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const writer = new Writer(seed);
    const text = writer.document();
    let history = begin(text);
    for (let step = 0; step < 4; step++) {
      const changed = writer.changed(history.present.document);
      if (isDocument(changed)) {
        history = change(history, 'change', () => changed);
        expect(told(history.present.text)).toEqual(told(JSON.stringify(changed)));
      }
    }
    changes += history.past.length;
    while (history.past.length > 0) {
      history = undo(history);
    }
    expect(history.present.text).toBe(text);
  }
  expect(changes).toBeGreaterThan(400);
}, 30_000);
