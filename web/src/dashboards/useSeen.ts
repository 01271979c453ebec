import { useEffect, useRef, useState } from 'react';

/** Whether an element is, or has been, on the screen or near it. */
export function useSeen() {
  const element = useRef<HTMLElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (!target || isSeen) {
      return;
    }
    const observer = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && setSeen(true), { rootMargin: '300px' });
    observer.observe(target);
    return () => observer.disconnect();
  }, [isSeen]);
  return { element, isSeen };
}
