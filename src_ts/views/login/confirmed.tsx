import { type ReactElement, useEffect, useRef, useState } from 'react';
import type { IHost } from '../parts/host';

/** Props of the button. */
export interface IConfirmedProps {
  host: IHost;
  /** What it is done to, for those who do not see where the button stands. */
  what?: string;
  label: string;
  question: string;
  onConfirm: () => Promise<boolean>;
}

/** A button that asks, in its place, before it does what cannot be undone. */
export function Confirmed({
  host,
  what,
  label,
  question,
  onConfirm
}: IConfirmedProps): ReactElement {
  const [asking, setAsking] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const again = useRef<HTMLButtonElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    // The focus stays with the question, and comes back when it is declined.
    if (asking || asked.current) {
      (asking ? again : first).current?.focus();
    }
    asked.current = asking;
  }, [asking]);
  const name = what ? `${label} ${what}` : label;
  return asking ? (
    <div className="tjl-Access-question" role="group" aria-label={name}>
      <p>{question}</p>
      <div className="tjl-Buttons">
        <button
          type="button"
          className="tjl-Button tjl-mod-warn"
          onClick={() => void onConfirm().then(() => setAsking(false))}
        >
          {label}
        </button>
        <button ref={again} type="button" className="tjl-Button" onClick={() => setAsking(false)}>
          {host.trans.__('Cancel')}
        </button>
      </div>
    </div>
  ) : (
    <button
      ref={first}
      type="button"
      className="tjl-Button"
      aria-label={name}
      onClick={() => setAsking(true)}
    >
      {label}
    </button>
  );
}
