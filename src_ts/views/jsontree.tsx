import JsonView from '@uiw/react-json-view';
import type { ReactElement } from 'react';
import type { IHost } from './host';
import { Icon } from './icons';
import { MetaValue } from './metavalue';

/** Props of the tree. */
export interface IJsonTreeProps {
  value: object;
  /** From which depth on everything is folded; `false` for nothing. */
  collapsed: number | false;
  host: IHost;
}

/** A JSON document as a tree that folds. */
export function JsonTree({ value, collapsed, host }: IJsonTreeProps): ReactElement {
  const { trans } = host;
  return (
    <JsonView
      className="tjl-JsonTree"
      value={value}
      quotes=""
      indentWidth={12}
      displayDataTypes={false}
      displayObjectSize={false}
      collapsed={collapsed}
      highlightUpdates={false}
      components={{
        value: ({ value: leaf, parentValue, namespace, visible }) => (
          <MetaValue
            value={leaf}
            parent={parentValue}
            path={namespace ?? []}
            pointed={visible ?? false}
            host={host}
          />
        ),
        copied: ({ text }) => (
          <button
            type="button"
            className="tjl-JsonTree-copy"
            // Only the mouse gets here; what is around the tree copies all of it.
            tabIndex={-1}
            aria-label={trans.__('Copy')}
            title={trans.__('Copy')}
            onClick={event => {
              event.stopPropagation();
              void host.copy(JSON.stringify(text, null, 2));
            }}
          >
            <Icon name="copy-code" />
          </button>
        )
      }}
    />
  );
}
