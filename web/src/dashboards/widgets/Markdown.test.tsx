import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Markdown } from './Markdown';

const rendered = (text: string) => renderToStaticMarkup(<Markdown text={text} />).replace(/^<div class="markdown">|<\/div>$/g, '');

test.each([
  ['# Title\n\nSome *words*, **more**, ~~less~~ and `code`.', '<h2>Title</h2><p>Some <em>words</em>, <strong>more</strong>, <del>less</del> and <code>code</code>.</p>'],
  ['- a\n- b\n\n3. c', '<ul><li>a</li><li>b</li></ul><ol start="3"><li>c</li></ol>'],
  ['a &amp; b < c', '<p>a &amp; b &lt; c</p>'],
  ['a\\*b', '<p>a*b</p>'],
  ['> q', '<blockquote><p>q</p></blockquote>'],
  ['[here](/ui/sql) [there](https://example.com/a?b=1&c=2)', '<p><a href="/ui/sql" rel="noreferrer">here</a> <a href="https://example.com/a?b=1&amp;c=2" rel="noreferrer" target="_blank">there</a></p>'],
])('%s', (text, html) => expect(rendered(text)).toBe(html));

test.each([
  ['<script>alert(1)</script>', '<script'],
  ['a <img src=x onerror=alert(1)> b', '<img'],
  ['<a href="javascript:alert(1)">x</a>', '<a '],
  ['[x](javascript:alert(1))', 'href'],
  ['[x](data:text/html;base64,AAAA)', 'href'],
  ['[x](//example.com)', 'href'],
  ['![x](https://example.com/a.png)', '<img'],
  ['<div style="position:fixed">\n\nx\n\n</div>', '<div style'],
  ['```\n</code><script>alert(1)</script>\n```', '<script'],
])('%s is no element', (text, forbidden) => expect(rendered(text)).not.toContain(forbidden));
