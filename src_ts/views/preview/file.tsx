import { type ReactElement, useEffect, useState } from 'react';
import { say, sayAll } from '../../core/words';
import type { FileModel, IShownFile } from '../../models/preview/file';
import type { PreviewModel } from '../../models/preview/preview';
import { formatCount } from '../parts/format';
import { useModel, useSlow } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { JsonTree } from '../metadata/jsontree';
import { Problem } from '../parts/problem';
import { Choice, Toolbar } from '../parts/toolbar';

/** Props of the file. */
export interface IFileViewProps {
  model: PreviewModel;
  file: FileModel;
  host: IHost;
}

/** A file: what it is, and as much of it as can be shown safely. */
export function FileView({ model, file, host }: IFileViewProps): ReactElement {
  useModel(file);
  const { trans } = host;
  const slow = useSlow(file.loading);
  const { result: shown, files } = file;

  useEffect(() => {
    if (!file.result && !file.loading && !file.error) {
      file.reload();
    }
  }, [file]);

  return (
    <>
      <Toolbar model={model} host={host}>
        {files.length > 1 && (
          <Choice
            label={trans.__('File')}
            visible
            value={file.name ?? ''}
            options={files.map(({ name }) => ({ value: name, label: name }))}
            onChange={name => {
              file.name = name;
            }}
          />
        )}
      </Toolbar>
      <div className="tjl-Bar" data-on={slow} />
      {file.error && <Problem error={file.error} host={host} onRetry={() => file.reload()} />}
      <div
        className="tjl-Page"
        tabIndex={0}
        role="group"
        aria-label={file.name ?? trans.__('File')}
      >
        {files.length === 0 && <p>{trans.__('The server has no files of this node.')}</p>}
        {shown && <Shown shown={shown} host={host} />}
      </div>
      <div className="tjl-Footer">
        {shown && (
          <>
            <span>
              <span>
                <b>{shown.result.name}</b>
              </span>
              <span>{sayAll(shown.result.type, trans).join(', ')}</span>
              {shown.result.size !== null && (
                <span>{trans.__('%1 bytes', formatCount(shown.result.size))}</span>
              )}
            </span>
            <span className="tjl-Footer-resolution">{say(shown.result.partial, trans)}</span>
          </>
        )}
      </div>
    </>
  );
}

function Shown({ shown, host }: { shown: IShownFile; host: IHost }): ReactElement {
  const { result, picture } = shown;
  if (result.kind === 'image' && picture) {
    return <Picture picture={picture} type={result.mediaType} name={result.name} />;
  }
  if (result.kind === 'json' && typeof result.value === 'object' && result.value !== null) {
    return <JsonTree value={result.value} label={result.name} collapsed={2} host={host} />;
  }
  // Whatever it says it is: markup, too, is only text here.
  return <pre className="tjl-Text">{result.text}</pre>;
}

interface IPictureProps {
  picture: DataView;
  type: string;
  name: string;
}

function Picture({ picture, type, name }: IPictureProps): ReactElement {
  const [source, setSource] = useState('');
  useEffect(() => {
    const bytes = new Uint8Array(picture.byteLength);
    bytes.set(new Uint8Array(picture.buffer, picture.byteOffset, picture.byteLength));
    const url = URL.createObjectURL(new Blob([bytes], { type }));
    setSource(url);
    return () => URL.revokeObjectURL(url);
  }, [picture, type]);
  return <img className="tjl-Picture" src={source || undefined} alt={name} />;
}
