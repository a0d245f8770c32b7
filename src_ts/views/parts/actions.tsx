import type { ReactElement } from 'react';
import { useModel } from './hooks';
import type { ActionId, IHost, INodeTarget } from './host';
import { Icon, type IconName } from './icons';

const ICONS: Partial<Record<ActionId, IconName>> = {
  'open-preview': 'open',
  'insert-code': 'insert',
  'insert-code-as': 'down',
  'insert-and-run': 'run',
  'copy-code': 'copy-code',
  'copy-path': 'copy-path',
  'copy-uri': 'copy-uri',
  export: 'export',
  'edit-metadata': 'edit',
  'new-container': 'new-container',
  upload: 'upload',
  delete: 'delete',
  favourite: 'star'
};

/** Props of the buttons. */
export interface IActionsProps {
  host: IHost;
  target: INodeTarget;
  /** Which actions have their words on the button; the others have them as a tooltip. */
  worded: readonly ActionId[];
  /** Actions that make no sense here. */
  without?: readonly ActionId[];
}

/** A button for each thing that can be done with a node. */
export function Actions({ host, target, worded, without }: IActionsProps): ReactElement {
  useModel(host.places ?? null);
  const actions = host
    .actions(target)
    .filter(({ id }) => ICONS[id] !== undefined && !without?.includes(id));
  return (
    <div className="tjl-Buttons tjl-Actions">
      {actions.map(({ id, label, enabled, shortcut, marked }) => {
        const icon = ICONS[id];
        const plain = worded.includes(id);
        return (
          <button
            key={id}
            type="button"
            className={plain ? 'tjl-Button' : 'tjl-IconButton'}
            disabled={!enabled}
            data-marked={marked}
            aria-label={plain ? undefined : label}
            title={[plain ? '' : label, shortcut].filter(Boolean).join(' ') || undefined}
            aria-haspopup={id === 'insert-code-as' ? 'menu' : undefined}
            onClick={event => {
              if (id === 'insert-code-as') {
                host.chooseSnippet?.(event.currentTarget, target);
              } else {
                host.run(id, target);
              }
            }}
          >
            {!plain && icon ? <Icon name={icon} /> : label}
          </button>
        );
      })}
    </div>
  );
}
