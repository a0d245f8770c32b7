import { type ReactElement, useState } from 'react';
import type { IExportOptionsResult } from '../../core/protocol';
import type { ITranslator } from '../parts/host';

/** How a node is to be written to a file. */
export interface IExportChoice {
  /** A media type. */
  format: string;
  name: string;
  /** Only the part of an array that is on show. */
  shown: boolean;
  /** Of a table; `null` for all. */
  columns: readonly string[] | null;
  /** Hand the file to the browser's downloads as well, once it is there. */
  download: boolean;
}

/** What is written unless something else is chosen. */
export function firstChoice(options: IExportOptionsResult, shown: boolean): IExportChoice {
  return {
    format: options.formats[0]?.mediaType ?? '',
    name: options.name,
    shown,
    columns: null,
    download: false
  };
}

/** Props of the form. */
export interface IExportFormProps {
  options: IExportOptionsResult;
  /** The part of an array on show, as Python writes it; empty where all is. */
  part: string;
  /** How many nodes are to be written. Several have their own names, and are written whole. */
  count: number;
  /** The folder as Jupyter names it, empty for its root; `null` for that of the notebook. */
  folder: string | null;
  /** Whether files can be handed to the browser's downloads. */
  downloads: boolean;
  trans: ITranslator;
  onChange: (choice: IExportChoice) => void;
}

/** The question in which format, under which name, and how much. */
export function ExportForm({
  options,
  part,
  count,
  folder,
  downloads,
  trans,
  onChange
}: IExportFormProps): ReactElement {
  const [choice, setChoice] = useState(() => firstChoice(options, part !== ''));
  const choose = (change: Partial<IExportChoice>) => {
    const next = { ...choice, ...change };
    setChoice(next);
    onChange(next);
  };
  if (options.formats.length === 0) {
    return (
      <p>
        {count === 1
          ? trans.__('The server does not write files of such a node.')
          : trans.__('There is no format in which the server writes files of all these nodes.')}
      </p>
    );
  }
  return (
    <div className="tjl-ExportForm">
      <label>
        {trans.__('Format')}
        <select value={choice.format} onChange={event => choose({ format: event.target.value })}>
          {options.formats.map(({ mediaType, extension }) => (
            <option key={mediaType} value={mediaType}>
              {`.${extension} (${mediaType})`}
            </option>
          ))}
        </select>
      </label>
      {part && (
        <label>
          {trans.__('Part')}
          <select
            value={choice.shown ? 'shown' : 'all'}
            onChange={event => choose({ shown: event.target.value === 'shown' })}
          >
            <option value="shown">{trans.__('What is on show: %1', part)}</option>
            <option value="all">{trans.__('All')}</option>
          </select>
        </label>
      )}
      {options.columns.length > 0 && (
        <label>
          {trans.__('Columns; all where none is chosen')}
          <select
            multiple
            size={Math.min(8, options.columns.length)}
            value={choice.columns ?? []}
            onChange={event => {
              const columns = Array.from(event.target.selectedOptions, ({ value }) => value);
              choose({ columns: columns.length ? columns : null });
            }}
          >
            {options.columns.map(column => (
              <option key={column} value={column}>
                {column}
              </option>
            ))}
          </select>
        </label>
      )}
      {count === 1 && (
        <label>
          {trans.__('File name')}
          <input
            type="text"
            value={choice.name}
            onChange={event => choose({ name: event.target.value })}
          />
        </label>
      )}
      {downloads && (
        <label className="tjl-ExportForm-check">
          <input
            type="checkbox"
            checked={choice.download}
            onChange={event => choose({ download: event.target.checked })}
          />
          {trans.__('Download it in the browser too')}
        </label>
      )}
      <p>
        {folder === null
          ? trans.__('Into the folder of the notebook.')
          : trans.__('Into the folder %1.', `/${folder}`)}{' '}
        {trans.__('A file that is there is kept: the new one gets a number.')}
      </p>
    </div>
  );
}
