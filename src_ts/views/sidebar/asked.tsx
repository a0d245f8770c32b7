import { lazy, type ReactElement, Suspense } from 'react';
import type { BrowserModel } from '../../models/browser';
import type { IntentModel } from '../../models/editing/intent';
import type { ExportingModel } from '../../models/transfers/exporting';
import { useModel } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { Problem } from '../parts/problem';

// Most people look, and neither take along nor change anything.
const ExportPanel = lazy(async () => ({
  default: (await import('../transfers/exportpanel')).ExportPanel
}));
const Intents = lazy(async () => ({ default: (await import('../transfers/intents')).Intents }));
const SidebarAccess = lazy(async () => ({
  default: (await import('./sidebaraccess')).SidebarAccess
}));

/** Props of what is asked. */
export interface IAskedProps {
  model: BrowserModel;
  exporting: ExportingModel;
  intent: IntentModel;
  host: IHost;
}

/** What is asked before something is done with a node or a server, where there are no dialogs. */
export function Asked({ model, exporting, intent, host }: IAskedProps): ReactElement {
  useModel(model);
  useModel(exporting);
  useModel(intent);
  const { error } = intent;
  return (
    <Suspense>
      {error && <Problem error={error} host={host} onDismiss={() => intent.dismissError()} />}
      {model.access && <SidebarAccess model={model} host={host} />}
      {exporting.exported && <ExportPanel model={exporting} host={host} />}
      {intent.intended && <Intents model={intent} browser={model} host={host} />}
    </Suspense>
  );
}
