import { lazy, type ReactElement, type ReactNode, Suspense } from 'react';
import type { ExportingModel } from '../../models/transfers/exporting';
import type { TransfersModel } from '../../models/transfers/transfers';
import { useModel } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { Begun } from './begun';

const ExportPanel = lazy(async () => ({ default: (await import('./exportpanel')).ExportPanel }));

/** Props of what can be written to a file. */
export interface IExportableProps {
  exporting: ExportingModel;
  transfers: TransfersModel;
  host: IHost;
  children: ReactNode;
}

/** A view between the question how to write what it shows to a file, and how far that is. */
export function Exportable(props: IExportableProps): ReactElement {
  const { exporting, transfers, host, children } = props;
  useModel(exporting);
  return (
    <div className="tjl-Root tjl-Exportable">
      <Suspense>{exporting.exported && <ExportPanel model={exporting} host={host} />}</Suspense>
      {children}
      <Begun model={transfers} host={host} />
    </div>
  );
}
