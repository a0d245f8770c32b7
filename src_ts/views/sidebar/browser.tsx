import type { ReactElement } from 'react';
import type { BrowserModel } from '../../models/browser';
import type { IntentModel } from '../../models/editing/intent';
import type { FollowingModel } from '../../models/following';
import type { ExportingModel } from '../../models/transfers/exporting';
import { useModel } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { Preview } from '../preview/preview';
import { Asked } from './asked';
import { RowMenus } from './rowmenus';
import { Sidebar } from './sidebar';

/** Props of the browser. */
export interface IBrowserProps {
  model: BrowserModel;
  following: FollowingModel;
  exporting: ExportingModel;
  intent: IntentModel;
  host: IHost;
  /** The server is given: there is no form to add another. */
  given: boolean;
}

/** The sidebar with the data of the chosen node beside it, or below where it is narrow. */
export function Browser(props: IBrowserProps): ReactElement {
  const { model, following, exporting, intent, host, given } = props;
  useModel(following);
  const { preview } = following;
  return (
    <div className="tjl-Root tjl-Browser">
      <RowMenus model={model} host={host}>
        <Sidebar model={model} host={host} given={given} />
      </RowMenus>
      <div className="tjl-Browser-data">
        <Asked model={model} exporting={exporting} intent={intent} host={host} />
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
