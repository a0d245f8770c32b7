import { type ReactElement, useEffect, useMemo, useState } from 'react';
import type { BrowserModel } from '../../models/browser';
import type { IIntended } from '../../models/editing/intent';
import { DestinationModel } from '../../models/transfers/destination';
import { FormPanel } from './formpanel';
import type { IHost } from '../parts/host';
import { CopyForm, type ICopyChoice } from './copyform';

/** Props of the question. */
export interface ICopyPanelProps {
  title: string;
  intended: IIntended;
  browser: BrowserModel;
  host: IHost;
  onDone: () => void;
}

/** The question into which container nodes are copied, where there are no dialogs. */
export function CopyPanel({
  title,
  intended,
  browser,
  host,
  onDone
}: ICopyPanelProps): ReactElement {
  const { transport, servers, transfers } = browser;
  const { server, path, others = [] } = intended;
  const destination = useMemo(
    () => new DestinationModel(transport, servers, { server, path: path.slice(0, -1) }),
    [transport, servers, server, path]
  );
  useEffect(() => () => destination.dispose(), [destination]);
  const [choice, setChoice] = useState<ICopyChoice | null>(null);
  return (
    <FormPanel
      title={title}
      verb={host.trans.__('Copy')}
      complete={choice !== null}
      host={host}
      onSubmit={async () => {
        const { server: toServer, path: toPath } = destination.place;
        for (const node of [{ server, path }, ...others]) {
          const from = { server: node.server, path: node.path };
          await transfers.copy({ ...from, toServer, toPath: [...toPath], ...choice });
        }
        onDone();
      }}
      onCancel={onDone}
    >
      <CopyForm destination={destination} host={host} onChange={setChoice} />
    </FormPanel>
  );
}
