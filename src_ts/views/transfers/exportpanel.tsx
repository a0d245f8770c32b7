import { type ReactElement, useRef } from 'react';
import { type ExportingModel, partWords } from '../../models/transfers/exporting';
import { ExportForm, firstChoice, type IExportChoice } from './exportform';
import { FormPanel } from './formpanel';
import { useModel } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { Problem } from '../parts/problem';

/** Props of the question. */
export interface IExportPanelProps {
  model: ExportingModel;
  host: IHost;
}

/** The question how to write a node to a file, where there are no dialogs. */
export function ExportPanel({ model, host }: IExportPanelProps): ReactElement | null {
  useModel(model);
  const { exported, options, error } = model;
  const { trans } = host;
  const choice = useRef<IExportChoice | null>(null);
  const part = partWords(exported?.at);
  choice.current = options && (choice.current ?? firstChoice(options, part !== ''));

  if (!exported) {
    return null;
  }
  return (
    <FormPanel
      title={trans.__('Export %1', exported.path[exported.path.length - 1])}
      verb={options?.formats.length ? trans.__('Export') : null}
      host={host}
      onSubmit={async () => {
        if (choice.current) {
          await model.start(choice.current);
        }
      }}
      onCancel={() => void model.ask(null)}
    >
      {error && (
        <Problem error={error} host={host} onRetry={() => void model.ask({ ...exported })} />
      )}
      {options && (
        <ExportForm
          key={exported.path.join('/')}
          options={options}
          part={part}
          count={1}
          folder={null}
          downloads={false}
          trans={trans}
          onChange={next => {
            choice.current = next;
          }}
        />
      )}
    </FormPanel>
  );
}
