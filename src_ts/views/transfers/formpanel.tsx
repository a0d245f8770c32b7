import { type ReactElement, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { describeFailure, type IFailure } from '../../core/failure';
import { useFocusBack } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { Problem } from '../parts/problem';

/** Props of a form. */
export interface IFormPanelProps {
  title: string;
  /** What the button does; `null` where nothing can be done. */
  verb: string | null;
  /** Whether there is all that it takes. */
  complete?: boolean;
  host: IHost;
  /** Do it; what goes wrong is said above the fields, which stay as they are. */
  onSubmit: () => Promise<void>;
  onCancel: () => void;
  children: ReactNode;
}

const FIELDS = 'select, input, textarea';

/** A question with its answers, where there are no dialogs. The focus comes, and goes back. */
export function FormPanel(props: IFormPanelProps): ReactElement {
  const { title, verb, complete = true, host, onSubmit, onCancel, children } = props;
  const { trans } = host;
  const heading = useId();
  const form = useRef<HTMLFormElement>(null);
  useFocusBack();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<IFailure | null>(null);

  useEffect(() => {
    const { current } = form;
    if (!current?.querySelector(':focus')?.matches(FIELDS)) {
      const cancel = '.tjl-Buttons > button:last-child';
      (
        current?.querySelector<HTMLElement>(FIELDS) ?? current?.querySelector<HTMLElement>(cancel)
      )?.focus();
    }
  }, [verb]);

  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      await onSubmit();
    } catch (reason) {
      setError(describeFailure(reason));
    }
    setBusy(false);
  };
  return (
    <form
      ref={form}
      className="tjl-Form tjl-FormPanel"
      aria-labelledby={heading}
      aria-busy={busy}
      onSubmit={event => {
        event.preventDefault();
        if (complete && !busy) {
          void submit();
        }
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onCancel();
        }
      }}
    >
      <strong id={heading} className="tjl-Form-title">
        {title}
      </strong>
      {error && <Problem error={error} host={host} />}
      {children}
      <div className="tjl-Buttons">
        {verb && (
          <button
            type="submit"
            className="tjl-Button tjl-mod-primary"
            disabled={!complete}
            // A button that is disabled loses the focus, and with it Escape.
            aria-disabled={busy || undefined}
          >
            {verb}
          </button>
        )}
        <button type="button" className="tjl-Button" onClick={onCancel}>
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}
