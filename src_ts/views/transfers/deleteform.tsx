import { type ReactElement, useState } from 'react';
import type { IExtent } from '../../core/protocol';
import { formatCount, formatSize } from '../parts/format';
import type { ITranslator } from '../parts/host';

/** Props of the question. */
export interface IDeleteFormProps {
  name: string;
  extent: IExtent;
  trans: ITranslator;
  /** Whether the person has made sure. */
  onChange: (sure: boolean) => void;
}

/** With more nodes than this, a person types the name of what goes. */
const HANDFUL = 5;

/** Whether a person has to type the name of what goes. */
export function needsName({ nodes, exact }: IExtent): boolean {
  return nodes > HANDFUL || !exact;
}

/** How much goes with a node; of more than a handful, its name has to be typed. */
export function DeleteForm({ name, extent, trans, onChange }: IDeleteFormProps): ReactElement {
  const [text, setText] = useState('');
  const { nodes, exact, bytes, kept, external } = extent;
  const count = formatCount(nodes);
  return (
    <div className="tjl-ExportForm">
      <p>
        {nodes === 1 && exact
          ? trans.__('One node goes.')
          : exact
            ? trans.__('%1 nodes go: this one and all that is below it.', count)
            : trans.__('%1 nodes go, and all that is below them.', count)}
        {bytes === null ? '' : ` ${dataWords(extent, formatSize(bytes, trans), trans)}`}
      </p>
      {kept && <p>{trans.__('Data that the server keeps are deleted. This cannot be undone.')}</p>}
      {external && <p>{trans.__('Files that the server only refers to stay where they are.')}</p>}
      {needsName(extent) && (
        <label>
          {trans.__('To delete them, type the name: %1', name)}
          <input
            type="text"
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={event => {
              setText(event.target.value);
              onChange(event.target.value === name);
            }}
          />
        </label>
      )}
    </div>
  );
}

function dataWords({ nodes, exact }: IExtent, size: string, trans: ITranslator): string {
  return nodes === 1 && exact
    ? trans.__('Its data are %1.', size)
    : trans.__('Their data are %1.', size);
}
