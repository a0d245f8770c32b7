import { type ReactElement, useState } from 'react';
import type { IFailure } from '../../core/failure';
import type { IEditedSpec } from '../../core/protocol';
import { isObject, JsonError, parseJson } from '../../models/editing/json';
import type { IEdit } from '../../models/editing/edit';
import type { ITranslator } from '../parts/host';
import { JsonText } from '../metadata/jsontext';
import { Problem } from '../parts/problem';
import { SpecChips } from '../metadata/specchips';

/** A container that is to be made. */
export interface INewContainer {
  key: string;
  metadata: string;
  specs: IEditedSpec[];
}

/** Props of the form. */
export interface IContainerFormProps {
  /** What was typed before. */
  value: INewContainer;
  /** Why it could not be made. */
  error: IFailure | null;
  trans: ITranslator;
  onChange: (value: INewContainer) => void;
}

/** What a new container is called, and what there is to say of it. */
export function ContainerForm(props: IContainerFormProps): ReactElement {
  const { error, trans, onChange } = props;
  const [value, setValue] = useState(props.value);
  const change = (part: Partial<INewContainer>) => {
    setValue({ ...value, ...part });
    onChange({ ...value, ...part });
  };
  const fault = nameFault(value.key, trans);
  return (
    <div className="tjl-Root tjl-ExportForm tjl-MetadataEditor">
      {error && <Problem error={error} host={{ trans }} />}
      <label>
        {trans.__('Name')}
        <input
          type="text"
          autoFocus
          autoComplete="off"
          spellCheck={false}
          aria-invalid={fault !== ''}
          value={value.key}
          onChange={event => change({ key: event.target.value })}
        />
      </label>
      {fault && (
        <span className="tjl-JsonForm-mistake" role="alert">
          {fault}
        </span>
      )}
      <SpecChips
        specs={value.specs}
        known={[]}
        trans={trans}
        onChange={specs => change({ specs })}
      />
      <div className="tjl-ExportForm-field">
        <span>{trans.__('Metadata, as JSON')}</span>
        <JsonText
          text={value.metadata}
          mistake={mistakeIn(value.metadata)}
          trans={trans}
          onChange={metadata => change({ metadata })}
        />
      </div>
    </div>
  );
}

/** Whether it can be made as it is, as far as one can see here. */
export function isComplete({ key, metadata }: INewContainer): boolean {
  return key !== '' && !isUnfit(key) && mistakeIn(metadata) === null;
}

function nameFault(key: string, trans: ITranslator): string {
  return isUnfit(key) ? trans.__('A name has no slash, and is neither . nor ..') : '';
}

function isUnfit(key: string): boolean {
  return key.includes('/') || key === '.' || key === '..';
}

function mistakeIn(text: string): IEdit['mistake'] {
  try {
    return isObject(parseJson(text)) ? null : 'object';
  } catch (reason) {
    return reason instanceof JsonError ? reason : 'object';
  }
}
