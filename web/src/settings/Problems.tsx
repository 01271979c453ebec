import type { SystemHealth } from '../api/health';
import { useTimeFormat } from '../ui/preferences';

/** The last warnings and errors of the server's log. */
export function Problems({ problems }: { problems: SystemHealth['recent_problems'] }) {
  const time = useTimeFormat();
  return (
    <section>
      <h2>Last warnings and errors</h2>
      {problems.length === 0 ? (
        <p className="quiet">None since this process started.</p>
      ) : (
        <div className="wide" tabIndex={0} role="region" aria-label="Last warnings and errors">
          <table>
            <thead><tr><th scope="col">Time</th><th scope="col">Level</th><th scope="col">Part</th><th scope="col">Message</th></tr></thead>
            <tbody>
              {problems.map((problem, at) => (
                <tr key={at}>
                  <th scope="row">{time(problem.time)}</th>
                  <td className={problem.level === 'WARNING' ? '' : 'bad'}>{problem.level.toLowerCase()}</td>
                  <td className="mono">{problem.source}</td>
                  <td className="parameters">{problem.message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
