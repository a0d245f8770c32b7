import { lazy, type ReactElement, Suspense } from 'react';
import type { BrowserModel } from '../../models/browser';
import type { ExportingModel } from '../../models/transfers/exporting';
import type { FollowingModel } from '../../models/following';
import type { IntentModel } from '../../models/editing/intent';
import { useModel } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { Preview } from '../preview/preview';
import { Sidebar } from './sidebar';

// Most people look, and neither take along nor change anything.
const ExportPanel = lazy(async () => ({
  default: (await import('../transfers/exportpanel')).ExportPanel
}));
const Intents = lazy(async () => ({ default: (await import('../transfers/intents')).Intents }));

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
  useModel(exporting);
  useModel(intent);
  const { preview } = following;
  return (
    <div className="tjl-Root tjl-Browser">
      <Sidebar model={model} host={host} given={given} />
      <div className="tjl-Browser-data">
        <Suspense>
          {exporting.exported && <ExportPanel model={exporting} host={host} />}
          {intent.intended && <Intents model={intent} browser={model} host={host} />}
        </Suspense>
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
