import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';

/**
 * Says where one is after each step: in the document's title, and to a screen reader, since no document is loaded that it would announce.
 * A page's name is its first heading, which may come, or change, when its data does. Where the step took away what had the focus, the page gets it.
 */
export function PageTitle() {
  const { pathname } = useLocation();
  const [said, setSaid] = useState('');
  const first = useRef(pathname);
  useEffect(() => {
    const page = document.getElementById('page');
    if (page === null) {
      return;
    }
    let known = '';
    const name = () => {
      const heading = page.querySelector('h1')?.textContent?.trim() ?? '';
      if (heading === '' || heading === known) {
        return;
      }
      known = heading;
      document.title = `${heading} · Weir`;
      if (first.current !== pathname) {
        first.current = '';
        setSaid(heading);
        if (document.activeElement === document.body) {
          // Scrolled to by the browser itself, a page that is longer than the window would hide what is above it.
          page.focus({ preventScroll: true });
          window.scrollTo(0, 0);
        }
      }
    };
    name();
    const observer = new MutationObserver(name);
    observer.observe(page, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [pathname]);
  return <p className="visually-hidden" role="status">{said}</p>;
}
