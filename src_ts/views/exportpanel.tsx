import { type ReactElement, useEffect, useId, useRef } from 'react';
import { type ExportingModel, partWords } from '../models/exporting';
import { ExportForm, firstChoice, type IExportChoice } from './exportform';
import { useModel } from './hooks';
import type { IHost } from './host';
import { Problem } from './problem';

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
  const heading = useId();
  const form = useRef<HTMLFormElement>(null);
  const choice = useRef<IExportChoice | null>(null);
  const part = partWords(exported?.at);
  choice.current = options && (choice.current ?? firstChoice(options, part !== ''));

  useEffect(() => {
    form.current?.querySelector<HTMLElement>('select, input')?.focus();
  }, [options]);

  if (!exported) {
    return null;
  }
  const cancel = () => void model.ask(null);
  return (
    <form
      ref={form}
      className="tjl-Form tjl-ExportPanel"
      aria-labelledby={heading}
      onSubmit={event => {
        event.preventDefault();
        if (choice.current) {
          void model.start(choice.current);
        }
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          cancel();
        }
      }}
    >
      <strong id={heading} className="tjl-Form-title">
        {trans.__('Export %1', exported.path[exported.path.length - 1])}
      </strong>
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
      <div className="tjl-Buttons">
        {options && options.formats.length > 0 && (
          <button type="submit" className="tjl-Button tjl-mod-primary">
            {trans.__('Export')}
          </button>
        )}
        <button type="button" className="tjl-Button" onClick={cancel}>
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}
