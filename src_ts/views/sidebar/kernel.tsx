import type { ReactElement } from 'react';
import type { ITransport } from '../../core/transport';
import { useSignal } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { Icon } from '../parts/icons';
import { Problem } from '../parts/problem';

const INSTALL = 'pip install tiled-jl';

/** Props of the words on the kernel. */
export interface IKernelProps {
  transport: ITransport;
  host: IHost;
  /** There is something on show already, which stays. */
  keeping: boolean;
}

/** How the kernel behind the page stands, where that is worth a word. */
export function Kernel({ transport, host, keeping }: IKernelProps): ReactElement | null {
  const { trans } = host;
  const state = useSignal(transport.stateChanged, () => transport.state);
  const problem = transport.problem;
  const reconnect = () => host.run('reconnect');

  switch (state) {
    case 'idle':
    case 'starting':
      return (
        <div className="tjl-Kernel" role="status">
          <div className="tjl-Bar" />
          {keeping ? trans.__('Restarting…') : trans.__('Starting the kernel of the browser…')}
        </div>
      );
    case 'reconnecting':
      return (
        <div className="tjl-Kernel" role="status">
          <div className="tjl-Bar" />
          {trans.__('Reconnecting…')}
        </div>
      );
    case 'dead':
      return (
        <div className="tjl-Kernel">
          <Problem
            host={host}
            error={{
              code: 'unreachable',
              message: problem?.message ?? trans.__('The kernel of the browser has stopped.'),
              hint: problem?.hint ?? trans.__('What was loaded stays on show.'),
              detail: problem?.detail ?? '',
              retryable: true,
              requestId: null
            }}
            onRetry={reconnect}
            retryLabel={trans.__('Reconnect')}
          />
        </div>
      );
    case 'unavailable':
      return (
        <div className="tjl-Kernel">
          <Problem
            host={host}
            error={{
              code: 'internal',
              message: problem?.message ?? missingWords(host),
              hint: problem?.hint ?? trans.__('Install it there, then try again:'),
              detail: problem?.detail ?? '',
              retryable: true,
              requestId: null
            }}
            onRetry={reconnect}
          >
            <Command text={INSTALL} host={host} />
          </Problem>
        </div>
      );
    default:
      return null;
  }
}

function missingWords({ kernelName, trans }: IHost): string {
  return kernelName
    ? trans.__('The package tiled-jl is missing in the kernel “%1”.', kernelName)
    : trans.__('The package tiled-jl is missing in the kernel.');
}

/** A command to type elsewhere, with a button to copy it. */
export function Command({ text, host }: { text: string; host: IHost }): ReactElement {
  return (
    <div className="tjl-Command">
      <code>{text}</code>
      <button
        type="button"
        className="tjl-IconButton"
        aria-label={host.trans.__('Copy “%1”', text)}
        title={host.trans.__('Copy')}
        onClick={() => void host.copy(text)}
      >
        <Icon name="copy-code" />
      </button>
    </div>
  );
}
