import { type ReactElement, useEffect, useRef } from 'react';
import type { BrowserModel, PanelId } from '../../models/browser';
import { Icon } from './icons';

/** Props of the button. */
export interface IPanelButtonProps {
  model: BrowserModel;
  panel: PanelId;
  label: string;
}

const ICONS = { facets: 'facets', arrange: 'arrange', places: 'star' } as const;

/** Opens a panel, and gets the focus back when it closes. */
export function PanelButton({ model, panel, label }: IPanelButtonProps): ReactElement {
  const button = useRef<HTMLButtonElement>(null);
  const open = model.panel === panel;
  const was = useRef(open);
  useEffect(() => {
    if (was.current && model.panel === null) {
      button.current?.focus();
    }
    was.current = open;
  }, [model, open]);
  return (
    <button
      ref={button}
      type="button"
      className="tjl-IconButton"
      aria-label={label}
      title={label}
      aria-expanded={open}
      onClick={() => {
        model.panel = open ? null : panel;
      }}
    >
      <Icon name={ICONS[panel]} />
    </button>
  );
}
