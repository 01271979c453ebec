import type { AgentSetup } from '../api/agents';
import { CopyButton } from '../ui/CopyButton';
import { filled, placeholder } from './filled';

/** What to do, what goes into which file, and what is good to know. */
export function SetupView({ setup, token, command }: { setup: AgentSetup; token: string; command: string }) {
  const shell = setup.shell_lines.join('\n');
  const holdsPlaceholder = token.trim() === '' && setup.files.some((file) => file.content.includes(placeholder));
  return (
    <section aria-labelledby="agent-setup">
      <h2 id="agent-setup">Set up {setup.name}</h2>
      <p>{setup.title}</p>
      <ol className="agent-steps">
        {setup.steps.map((step) => (
          <li key={step.text}>
            {step.text}
            {step.value !== null && <Copied text={filled(step.value, token)} what={step.text} />}
          </li>
        ))}
      </ol>
      {holdsPlaceholder && <p role="note" className="quiet">A file does not know variables: where <code>{placeholder}</code> stands in one, put your token. Give it above, and it is done for you.</p>}
      {setup.files.map((file) => <Part key={file.path} where={file.path} text={filled(file.content, token)} note={file.merge} />)}
      {shell !== '' && <Part where={setup.shell_is_needed ? 'In the shell' : 'Or in a shell, instead of the files'} text={filled(shell, token)} />}
      {setup.files.length > 0 && (
        <details className="agent-command">
          <summary>Or let a command do it</summary>
          <p>With <code>WEIR_TOKEN</code> set, this shows what changes in the files, asks, and keeps a copy of what was there. Its sister <code>weir agents check {setup.key}</code> sends a call and says what arrived.</p>
          <Part where="Shell" text={`WEIR_HOST=${location.origin} ${command}`} />
        </details>
      )}
      <h3>Good to know</h3>
      <ul>
        {setup.notes.map((note) => <li key={note}>{note}</li>)}
      </ul>
    </section>
  );
}

function Part({ where, text, note }: { where: string; text: string; note?: string }) {
  return (
    <section className="sample" aria-label={where}>
      <div className="bar sample-head"><h3>{where}</h3><CopyButton text={text} label={`Copy${where.startsWith('~') ? ' ' + where : ''}`} /></div>
      <pre tabIndex={0} aria-label={`Text for: ${where}`}>{text.trimEnd()}</pre>
      {note !== undefined && <p className="quiet agent-merge">{note}</p>}
    </section>
  );
}

function Copied({ text, what }: { text: string; what: string }) {
  return (
    <span className="agent-value">
      <code tabIndex={0} aria-label={`Value of: ${what}`} role="group">{text}</code>
      <CopyButton text={text} />
    </span>
  );
}
