/** A type as DESCRIBE writes it: a structure with its members, a list or map with the type of its values, or anything else. */
export type SqlType = { members: Member[] } | { element: SqlType } | { text: string };

export interface Member {
  name: string;
  type: SqlType;
  text: string;
}

/** Reads a type such as `struct<a:int,b:array<struct<c:string>>>`. What it does not know is a type without parts. */
export function readType(text: string): SqlType {
  return new Reader(text).type();
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  type(): SqlType {
    const from = this.at;
    const word = this.while(/[\p{L}\p{N}_ ]/u).trim().toLowerCase();
    if (!this.takes('<')) {
      this.skipParentheses();
      return { text: this.text.slice(from, this.at).trim() };
    }
    if (word === 'struct') {
      const members: Member[] = [];
      do {
        const name = this.name();
        this.takes(':');
        const start = this.at;
        const type = this.type();
        members.push({ name, type, text: this.text.slice(start, this.at).trim() });
      } while (this.takes(','));
      this.takes('>');
      return { members };
    }
    let element = this.type();
    if (this.takes(',')) {
      element = this.type();
    }
    this.takes('>');
    return { element };
  }

  private name(): string {
    this.while(/\s/);
    if (this.text[this.at] !== '`') {
      return this.while(/[^:<>,\s]/);
    }
    const quoted = /`(?:[^`]|``)*`/y;
    quoted.lastIndex = this.at;
    const found = quoted.exec(this.text)?.[0] ?? '`';
    this.at += found.length;
    return found.slice(1, -1).replaceAll('``', '`');
  }

  private skipParentheses() {
    if (this.takes('(')) {
      this.while(/[^)]/);
      this.takes(')');
    }
  }

  private takes(symbol: string): boolean {
    const isThere = this.text[this.at] === symbol;
    this.at += isThere ? 1 : 0;
    return isThere;
  }

  private while(pattern: RegExp): string {
    const from = this.at;
    while (this.at < this.text.length && pattern.test(this.text[this.at]!)) {
      this.at++;
    }
    return this.text.slice(from, this.at);
  }
}
