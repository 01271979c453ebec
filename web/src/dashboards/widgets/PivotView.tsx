import type { PivotModel } from '../compile/pivot';

/** Values by rows and columns. */
export function PivotView({ model, label }: { model: PivotModel; label: string }) {
  return (
    <div className="dashboard-table">
      <div className="wide" tabIndex={0} role="region" aria-label={`Rows of ${label}`}>
        <table className="pivot">
          <thead>
            {model.heads.map((head, line) => (
              <tr key={line}>
                {line === 0 && model.rowFields.map((name) => <th key={name} scope="col" rowSpan={model.heads.length}>{name}</th>)}
                {head.map(({ text, span }, at) => <th key={at} scope={span > 1 ? 'colgroup' : 'col'} colSpan={span} className="right">{text}</th>)}
              </tr>
            ))}
          </thead>
          <tbody>
            {model.rows.map(({ names, cells }, row) => (
              <tr key={row}>
                {names.map((name, at) => <th key={at} scope="row">{name}</th>)}
                {cells.map(({ text, style }, at) => <td key={at} className="right" style={style}>{text}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
