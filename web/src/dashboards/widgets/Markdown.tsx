import { Fragment, useMemo, type ReactNode } from 'react';
import { lexer, type Token, type Tokens } from 'marked';
import { safeLink } from '../compile/table';

/**
 * Text of a dashboard. The words become elements one by one and never HTML: what is HTML in them stands there as it was written,
 * pictures are not fetched, and links lead to https or to this server only.
 */
export function Markdown({ text }: { text: string }) {
  const tokens = useMemo(() => lexer(text), [text]);
  return <div className="markdown">{blocks(tokens)}</div>;
}

const blocks = (tokens: Token[]): ReactNode => tokens.map((token, at) => <Fragment key={at}>{block(token)}</Fragment>);
const inline = (tokens: Token[] | undefined): ReactNode => (tokens ?? []).map((token, at) => <Fragment key={at}>{span(token)}</Fragment>);

function block(token: Token): ReactNode {
  switch (token.type) {
    case 'space':
    case 'def': return null;
    // The page's heading is the dashboard's name, the widgets' are of the second level.
    case 'heading': return heading(token as Tokens.Heading);
    case 'paragraph': return <p>{inline(token.tokens)}</p>;
    case 'text': return 'tokens' in token && token.tokens ? inline(token.tokens) : entities(token.raw);
    case 'code': return <pre tabIndex={0}><code>{(token as Tokens.Code).text}</code></pre>;
    case 'blockquote': return <blockquote>{blocks(token.tokens ?? [])}</blockquote>;
    case 'hr': return <hr />;
    case 'list': return list(token as Tokens.List);
    case 'table': return table(token as Tokens.Table);
    default: return <p>{token.raw}</p>;
  }
}

function heading({ depth, tokens }: Tokens.Heading) {
  const Name = depth <= 1 ? 'h2' : depth === 2 ? 'h3' : 'h4';
  return <Name>{inline(tokens)}</Name>;
}

function list({ ordered, start, items }: Tokens.List) {
  const entries = items.map((item, at) => <li key={at}>{item.task && <input type="checkbox" checked={item.checked === true} disabled aria-label={item.checked ? 'done' : 'open'} />}{blocks(item.tokens.filter(({ type }) => type !== 'checkbox'))}</li>);
  return ordered ? <ol start={Number(start) || 1}>{entries}</ol> : <ul>{entries}</ul>;
}

function table({ header, rows }: Tokens.Table) {
  return (
    <div className="wide" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead><tr>{header.map((cell, at) => <th key={at} scope="col">{inline(cell.tokens)}</th>)}</tr></thead>
        <tbody>{rows.map((row, at) => <tr key={at}>{row.map((cell, i) => <td key={i}>{inline(cell.tokens)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

function span(token: Token): ReactNode {
  switch (token.type) {
    case 'strong': return <strong>{inline(token.tokens)}</strong>;
    case 'em': return <em>{inline(token.tokens)}</em>;
    case 'del': return <del>{inline(token.tokens)}</del>;
    case 'codespan': return <code>{(token as Tokens.Codespan).text}</code>;
    case 'br': return <br />;
    case 'escape': return (token as Tokens.Escape).text;
    case 'image': return <em>{(token as Tokens.Image).text}</em>;
    case 'link': {
      const href = safeLink((token as Tokens.Link).href);
      return href === undefined ? inline(token.tokens) : <a href={href} rel="noreferrer" target={href.startsWith('/') ? undefined : '_blank'}>{inline(token.tokens)}</a>;
    }
    case 'text': return 'tokens' in token && token.tokens ? inline(token.tokens) : entities(token.raw);
    default: return token.raw;
  }
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', apos: "'" };
const entities = (text: string) => text.replace(/&(amp|lt|gt|quot|nbsp|apos);/g, (_, name: string) => named[name]!);
