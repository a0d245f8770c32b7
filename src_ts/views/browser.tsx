import type { ReactElement } from 'react';
import type { BrowserModel } from '../models/browser';
import type { ExportingModel } from '../models/exporting';
import type { FollowingModel } from '../models/following';
import { ExportPanel } from './exportpanel';
import { useModel } from './hooks';
import type { IHost } from './host';
import { Preview } from './preview';
import { Sidebar } from './sidebar';

/** Props of the browser. */
export interface IBrowserProps {
  model: BrowserModel;
  following: FollowingModel;
  exporting: ExportingModel;
  host: IHost;
  /** The server is given: there is no form to add another. */
  given: boolean;
}

/** The sidebar with the data of the chosen node beside it, or below where it is narrow. */
export function Browser({ model, following, exporting, host, given }: IBrowserProps): ReactElement {
  useModel(following);
  const { preview } = following;
  return (
    <div className="tjl-Root tjl-Browser">
      <Sidebar model={model} host={host} given={given} />
      <div className="tjl-Browser-data">
        <ExportPanel model={exporting} host={host} />
        {preview ? (
          <Preview
            key={`${preview.server} ${preview.path.join('/')}`}
            model={preview}
            host={host}
          />
        ) : (
          <p className="tjl-Browser-note">{host.trans.__('Choose a node to look at its data.')}</p>
        )}
      </div>
    </div>
  );
}
