import { useEffect, useRef, useState } from 'react';
import { textOf, type Widget } from '../document/document';
import { Markdown } from './Markdown';

/** Text of a dashboard. Where it is longer than its place it scrolls, by keys too. */
export function TextWidget({ widget }: { widget: Widget }) {
  const element = useRef<HTMLDivElement>(null);
  const [isCut, setCut] = useState(false);
  const text = textOf(widget);
  useEffect(() => {
    const { current } = element;
    const observer = new ResizeObserver(() => setCut(current!.scrollHeight > current!.clientHeight));
    observer.observe(current!);
    return () => observer.disconnect();
  }, [text]);
  return <div ref={element} className="dashboard-text" {...(isCut ? { tabIndex: 0, role: 'region', 'aria-label': 'Text' } : {})}><Markdown text={text} /></div>;
}
