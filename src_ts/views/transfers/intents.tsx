import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { describeFailure, type IFailure } from '../../core/failure';
import type { IExtent } from '../../core/protocol';
import type { BrowserModel } from '../../models/browser';
import type { IIntended, IntentModel } from '../../models/editing/intent';
import { MetadataEditorModel } from '../../models/editing/metadataeditor';
import { ContainerForm, type INewContainer, isComplete } from './containerform';
import { DeleteForm, needsName } from './deleteform';
import { CopyPanel } from './copypanel';
import { FormPanel } from './formpanel';
import { useFocusBack, useModel } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { MetadataEditor } from '../metadata/metadataeditor';
import { Panel } from '../parts/panel';
import { Problem } from '../parts/problem';
import { areNamed, itemOf, type IUploadItem, UploadForm } from './uploadform';

/** Props of what is asked. */
export interface IIntentsProps {
  model: IntentModel;
  browser: BrowserModel;
  host: IHost;
}

interface IAskingProps {
  intended: IIntended;
  browser: BrowserModel;
  host: IHost;
  onDone: () => void;
}

const ASKING: Record<IIntended['what'], (props: IAskingProps) => ReactElement> = {
  'edit-metadata': Edit,
  'new-container': NewContainer,
  upload: Upload,
  delete: Delete,
  'copy-to': Copy,
  'remove-server': RemoveServer
};

/** What is asked before a node is changed, made, filled or deleted, where there are no dialogs. */
export function Intents({ model, browser, host }: IIntentsProps): ReactElement | null {
  // Each time that something is intended it is asked anew, also of the same node.
  const version = useModel(model);
  const { intended } = model;
  const Asking = intended && ASKING[intended.what];
  return (
    Asking && (
      <Asking
        key={version}
        intended={intended}
        browser={browser}
        host={host}
        onDone={() => {
          // A late answer closes nothing that was opened meanwhile.
          if (model.intended === intended) {
            model.intended = null;
          }
        }}
      />
    )
  );
}

function Edit({ intended, browser, host, onDone }: IAskingProps): ReactElement {
  const { server, path } = intended;
  const editor = useMemo(
    () => new MetadataEditorModel(browser.transport, { server, path }, browser.drafts),
    [browser, server, path]
  );
  useModel(editor);
  useFocusBack();
  const { saved } = editor;
  useEffect(() => {
    if (saved) {
      browser.changedNode(server, path);
    }
  }, [browser, server, path, saved]);
  useEffect(() => () => editor.dispose(), [editor]);
  return (
    <Panel title={host.trans.__('Metadata of %1', nameOf(intended))} host={host} onClose={onDone}>
      <MetadataEditor model={editor} host={host} />
    </Panel>
  );
}

function NewContainer({ intended, browser, host, onDone }: IAskingProps): ReactElement {
  const { trans } = host;
  const { server, path } = intended;
  const [asked, setAsked] = useState<INewContainer>({ key: '', metadata: '{}', specs: [] });
  return (
    <FormPanel
      title={trans.__('New container in %1', nameOf(intended))}
      verb={trans.__('Create')}
      complete={isComplete(asked)}
      host={host}
      onSubmit={async () => {
        await browser.transport.request('nodes.create', { server, path, ...asked });
        browser.filled(server, path);
        onDone();
      }}
      onCancel={onDone}
    >
      <ContainerForm value={asked} error={null} trans={trans} onChange={setAsked} />
    </FormPanel>
  );
}

function Upload({ intended, browser, host, onDone }: IAskingProps): ReactElement {
  const { trans } = host;
  const { server, path, files = [] } = intended;
  const [left, setLeft] = useState(() =>
    files.map(file => ({ file, item: itemOf(file.name, file.size) }))
  );
  const [items, setItems] = useState<readonly IUploadItem[]>(() => left.map(({ item }) => item));
  const [round, setRound] = useState(0);
  return (
    <FormPanel
      title={trans.__('Upload to %1', nameOf(intended))}
      verb={trans.__('Upload')}
      complete={areNamed(items)}
      host={host}
      onSubmit={async () => {
        const begun = await Promise.all(
          left.map(async ({ file }, index) => {
            const item = items[index];
            const failed = (reason: unknown) => ({
              file,
              item: { ...item, error: describeFailure(reason) }
            });
            return browser.transfers
              .upload({ server, path, key: item.key }, file)
              .then(() => null, failed);
          })
        );
        const again = begun.filter(each => each !== null);
        setLeft(again);
        setItems(again.map(({ item }) => item));
        setRound(round + 1);
        if (!again.length) {
          onDone();
        }
      }}
      onCancel={onDone}
    >
      <UploadForm key={round} items={items} trans={trans} onChange={setItems} />
    </FormPanel>
  );
}

function Delete({ intended, browser, host, onDone }: IAskingProps): ReactElement {
  const { trans } = host;
  const { server, path } = intended;
  const [extent, setExtent] = useState<IExtent | null>(null);
  const [error, setError] = useState<IFailure | null>(null);
  const [sure, setSure] = useState(false);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const request = new AbortController();
    const { signal } = request;
    if (!error) {
      browser.transport.request('nodes.measure', { server, path }, { signal }).then(
        ({ result }) => {
          setExtent(result);
          setSure(!needsName(result));
        },
        reason => signal.aborted || setError(describeFailure(reason))
      );
    }
    return () => request.abort();
  }, [browser, server, path, error, attempt]);
  return (
    <FormPanel
      title={trans.__('Delete %1?', nameOf(intended))}
      verb={extent && trans.__('Delete')}
      complete={sure}
      host={host}
      onSubmit={async () => {
        const nodes = extent?.nodes ?? 0;
        try {
          await browser.transport.request('nodes.delete', { server, path, nodes });
        } catch (reason) {
          // More may have come meanwhile, of which one has to be told.
          setAttempt(attempt + 1);
          throw reason;
        }
        browser.tree.drop(server, path);
        onDone();
      }}
      onCancel={onDone}
    >
      {error && <Problem error={error} host={host} onRetry={() => setError(null)} />}
      {extent ? (
        <DeleteForm
          key={extent.nodes}
          name={nameOf(intended)}
          extent={extent}
          trans={trans}
          onChange={setSure}
        />
      ) : (
        !error && <p>{trans.__('Counting what goes…')}</p>
      )}
    </FormPanel>
  );
}

function Copy(props: IAskingProps): ReactElement {
  const { intended, host } = props;
  const count = 1 + (intended.others?.length ?? 0);
  const title =
    count === 1
      ? host.trans.__('Copy %1 to…', nameOf(intended))
      : host.trans._n('Copy %2 node to…', 'Copy %2 nodes to…', count, count);
  return <CopyPanel title={title} {...props} />;
}

function RemoveServer({ intended, browser, host, onDone }: IAskingProps): ReactElement {
  const { trans } = host;
  const { servers } = browser;
  const { server } = intended;
  return (
    <FormPanel
      title={trans.__('Remove the server “%1”?', servers.get(server)?.name ?? server)}
      verb={trans.__('Remove server')}
      host={host}
      onSubmit={async () => {
        await servers.remove(server);
        onDone();
      }}
      onCancel={onDone}
    >
      <p>
        {trans.__(
          'It leaves the sidebar, and the login or API key kept for it is deleted. Its data is not touched.'
        )}
      </p>
    </FormPanel>
  );
}

function nameOf({ server, path }: IIntended): string {
  return path[path.length - 1] ?? server;
}
