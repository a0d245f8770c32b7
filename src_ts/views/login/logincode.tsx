import { type ReactElement, useEffect, useState } from 'react';
import type { ICode } from '../../models/servers/login';
import type { IHost } from '../parts/host';
import { Icon } from '../parts/icons';

const COPIED_FOR = 2000;

/** What to do in a web browser, and how long there is for it. */
export function LoginCode({ code, host }: { code: ICode; host: IHost }): ReactElement {
  const { trans } = host;
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    const timer = copied ? setTimeout(() => setCopied(false), COPIED_FOR) : undefined;
    return () => clearTimeout(timer);
  }, [copied]);

  return (
    <div className="tjl-LoginCode">
      <div className="tjl-LoginCode-line">
        <span className="tjl-Login-note">{trans.__('Code')}</span>
        <code>{code.userCode}</code>
        <button
          type="button"
          className="tjl-IconButton"
          aria-label={trans.__('Copy the code')}
          title={trans.__('Copy the code')}
          onClick={() => void host.copy(code.userCode).then(() => setCopied(true))}
        >
          <Icon name="copy-code" />
        </button>
        <span className="tjl-Login-note" role="status">
          {copied && trans.__('Copied')}
        </span>
      </div>
      <a
        className="tjl-Button"
        href={code.uri}
        title={code.uri}
        target="_blank"
        rel="noopener noreferrer"
      >
        {trans.__('Open the web page')}
      </a>
      <div className="tjl-Login-note">{trans.__('at %1', new URL(code.uri).host)}</div>
      <Countdown until={code.until} host={host} />
    </div>
  );
}

function Countdown({ until, host }: { until: number; host: IHost }): ReactElement {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = Math.max(0, Math.ceil((until - now) / 1000));
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return (
    <div className="tjl-Login-note" role="timer">
      <div className="tjl-Bar" />
      {host.trans.__('Waiting for you to enter it there: %1 left', time)}
    </div>
  );
}
