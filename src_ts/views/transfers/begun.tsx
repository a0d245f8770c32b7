import { lazy, type ReactElement, Suspense } from 'react';
import { useModel } from '../parts/hooks';
import type { ITransfersViewProps } from './transfers';

const TransfersView = lazy(async () => ({ default: (await import('./transfers')).TransfersView }));

/** The transfers, loaded with the first of them; nothing where there is none. */
export function Begun({ model, host }: ITransfersViewProps): ReactElement {
  useModel(model);
  return (
    <Suspense>{model.items.length > 0 && <TransfersView model={model} host={host} />}</Suspense>
  );
}
