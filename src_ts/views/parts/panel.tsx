import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import { CloseButton } from './closebutton';
import type { IHost } from './host';

/** Props of a panel. */
export interface IPanelProps {
  title: string;
  host: IHost;
  busy?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** What opens under the field and takes the focus; Escape closes it. */
export function Panel({ title, host, busy, onClose, children }: IPanelProps): ReactElement {
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.focus(), []);
  return (
    <section
      ref={section}
      className="tjl-Panel"
      aria-label={title}
      aria-busy={busy}
      tabIndex={-1}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        }
      }}
    >
      <div className="tjl-Panel-head">
        <h3>{title}</h3>
        <CloseButton label={host.trans.__('Close')} onClick={onClose} />
      </div>
      {children}
    </section>
  );
}
