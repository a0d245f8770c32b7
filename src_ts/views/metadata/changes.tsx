import type { ReactElement } from 'react';
import { type Json, printJson } from '../../models/editing/json';
import { type IChange, printPatch } from '../../models/editing/jsonpatch';
import { formatCount } from '../parts/format';
import type { ITranslator } from '../parts/host';
import { placeWords } from './jsonwords';

/** Props of the changes. */
export interface IChangesProps {
  changes: readonly IChange[];
  /** What they are, for a screen reader. */
  label: string;
  trans: ITranslator;
  /** The patch itself can be unfolded. */
  patch?: boolean;
}

const MOST = 200;
const LONGEST = 2000;

/** What is different between two documents, line by line, and as a JSON Patch. */
export function Changes({ changes, label, trans, patch }: IChangesProps): ReactElement {
  return (
    <div className="tjl-Changes">
      <ol aria-label={label}>
        {changes.slice(0, MOST).map((change, index) => (
          <li key={index}>
            <div className="tjl-Changes-place">
              {opWords(change, trans)} <strong>{placeWords(change.place, trans)}</strong>
            </div>
            <Line sign="−" kind="before" value={change.before} label={trans.__('before')} />
            <Line sign="+" kind="after" value={change.after} label={trans.__('after')} />
          </li>
        ))}
      </ol>
      {changes.length > MOST && (
        <p>{trans.__('… and %1 more', formatCount(changes.length - MOST))}</p>
      )}
      {patch && changes.length > 0 && (
        <details>
          <summary>{trans.__('JSON Patch')}</summary>
          <pre tabIndex={0} aria-label={trans.__('JSON Patch')}>
            {shortened(printPatch(changes.slice(0, MOST)), 20 * LONGEST)}
          </pre>
        </details>
      )}
    </div>
  );
}

interface ILineProps {
  sign: string;
  kind: 'before' | 'after';
  value: Json | undefined;
  label: string;
}

function Line({ sign, kind, value, label }: ILineProps): ReactElement | null {
  return value === undefined ? null : (
    <pre className="tjl-Changes-line" data-kind={kind}>
      <span aria-hidden="true">{sign} </span>
      <span className="tjl-Hidden">{label}: </span>
      {shortened(printJson(value, 2), LONGEST)}
    </pre>
  );
}

function opWords({ op }: IChange, trans: ITranslator): string {
  switch (op) {
    case 'add':
      return trans.__('Added');
    case 'remove':
      return trans.__('Removed');
    case 'replace':
      return trans.__('Changed');
  }
}

function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
