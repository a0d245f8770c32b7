import { type ReactElement, useState } from 'react';
import type { IFailure } from '../../core/failure';
import { formatSize } from '../parts/format';
import type { ITranslator } from '../parts/host';
import { Problem } from '../parts/problem';

/** A file that is to become a node. */
export interface IUploadItem {
  file: string;
  /** In bytes, where that is known. */
  size: number | null;
  /** Of the node. */
  key: string;
  /** Why it could not begin. */
  error: IFailure | null;
}

/** Props of the form. */
export interface IUploadFormProps {
  items: readonly IUploadItem[];
  trans: ITranslator;
  onChange: (items: readonly IUploadItem[]) => void;
}

/** The files that are to become nodes, and what these are called. */
export function UploadForm(props: IUploadFormProps): ReactElement {
  const { trans, onChange } = props;
  const [items, setItems] = useState(props.items);
  const rename = (index: number, key: string) => {
    const next = items.map((item, i) => (i === index ? { ...item, key } : item));
    setItems(next);
    onChange(next);
  };
  return (
    <ul className="tjl-Root tjl-ExportForm tjl-UploadForm">
      {items.map(({ file, size, key, error }, index) => (
        <li key={file}>
          <label>
            {size === null ? file : `${file} (${formatSize(size, trans)})`}
            <input
              type="text"
              aria-label={trans.__('Name of the node of %1', file)}
              spellCheck={false}
              value={key}
              onChange={event => rename(index, event.target.value)}
            />
          </label>
          {error && <Problem error={error} host={{ trans }} />}
        </li>
      ))}
    </ul>
  );
}

/** A file that is to become a node of the same name, unless it gets another one. */
export function itemOf(file: string, size: number | null): IUploadItem {
  return { file, size, key: keyOf(file), error: null };
}

/** Whether each node has a name that a node can have. */
export function areNamed(items: readonly IUploadItem[]): boolean {
  return items.every(({ key }) => key !== '' && !key.includes('/'));
}

/** What a node made of a file may be called. */
function keyOf(file: string): string {
  const name = file.split('/').pop() ?? file;
  return name.replace(/(.)\.[^.]+$/, '$1');
}
