import { Input, Label, TextField } from 'react-aria-components';
import { parameterTypes, type ParameterInput, type ParameterType } from './parameters';

const placeholders: Record<ParameterType, string> = { STRING: '', INT: 'NULL', BIGINT: 'NULL', DOUBLE: 'NULL', DATE: 'NULL, or 2026-01-31', TIMESTAMP: 'NULL, or 2026-01-31 23:59:59' };

interface Properties {
  names: string[];
  inputs: Record<string, ParameterInput>;
  onChange: (name: string, input: ParameterInput) => void;
  onRun: () => void;
}

/** A field for each named parameter of the statement. Enter runs. */
export function ParameterFields({ names, inputs, onChange, onRun }: Properties) {
  return (
    <form
      aria-label="Parameters"
      className="sql-parameters"
      onSubmit={(event) => {
        event.preventDefault();
        onRun();
      }}
    >
      {names.map((name) => {
        const input = inputs[name] ?? { text: '', type: 'STRING' };
        return (
          <div key={name} className="sql-parameter">
            <TextField value={input.text} onChange={(text) => onChange(name, { ...input, text })}>
              <Label className="mono">:{name}</Label>
              <Input placeholder={placeholders[input.type]} autoComplete="off" spellCheck="false" />
            </TextField>
            <select aria-label={`Type of ${name}`} value={input.type} onChange={(event) => onChange(name, { ...input, type: event.target.value as ParameterType })}>
              {parameterTypes.map((type) => <option key={type}>{type}</option>)}
            </select>
          </div>
        );
      })}
      {/* A form of several fields is sent by Enter only where it has a button. */}
      <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">Run</button>
    </form>
  );
}
