import { type ReactElement, useId, useRef } from 'react';
import { JsonError } from '../../models/editing/json';
import type { IEdit } from '../../models/editing/edit';
import type { ITranslator } from '../parts/host';
import { faultWords } from './jsonwords';

/** Props of the text. */
export interface IJsonTextProps {
  text: string;
  mistake: IEdit['mistake'];
  trans: ITranslator;
  onChange: (text: string) => void;
}

/** A document as JSON text; where it is none, what is wrong and where. */
export function JsonText({ text, mistake, trans, onChange }: IJsonTextProps): ReactElement {
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const show = ({ line, column, at }: JsonError) => {
    const before = text.split('\n', line - 1).join('\n').length;
    const start = before + (line > 1 ? 1 : 0) + column - 1;
    field.current?.focus();
    field.current?.setSelectionRange(start, start + at.length);
  };
  return (
    <div className="tjl-JsonText">
      <textarea
        ref={field}
        aria-label={trans.__('Metadata as JSON')}
        aria-invalid={mistake !== null}
        aria-describedby={mistake ? id : undefined}
        spellCheck={false}
        wrap="off"
        value={text}
        onChange={event => onChange(event.target.value)}
      />
      {mistake && (
        <div id={id} className="tjl-JsonText-mistake" role="status">
          {faultWords(mistake, trans)}{' '}
          {mistake instanceof JsonError && (
            <button type="button" className="tjl-Link" onClick={() => show(mistake)}>
              {trans.__('Show')}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
