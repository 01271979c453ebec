import { useState } from 'react';
import { Button } from 'react-aria-components';

/** Copies a text to the clipboard. */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [said, setSaid] = useState<string>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('Copying is not allowed here');
    }
    setTimeout(() => setSaid(undefined), 2000);
  };
  return <Button className="small" onPress={() => void copy()}><span aria-live="polite">{said ?? label}</span></Button>;
}
