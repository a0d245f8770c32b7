import { type IFailure, describeFailure, failure } from './failure';
import { PROTOCOL_VERSION } from './protocol';
import type { ITransport } from './transport';

/**
 * Ask the kernel which version of the protocol it speaks.
 *
 * @returns what to tell a person where the page and the kernel cannot understand each other.
 */
export async function introduce(transport: ITransport): Promise<IFailure | null> {
  const { trans } = transport;
  try {
    const { version, protocol } = (await transport.request('hello', {})).result;
    return protocol === PROTOCOL_VERSION
      ? null
      : failure(
          'bad_request',
          trans.__('The kernel has tiled_jl %1, which this page does not understand.', version),
          trans.__(
            'Install the same version of tiled_jl in JupyterLab and in the kernel, then restart the kernel and reload the page.'
          )
        );
  } catch (reason) {
    // A kernel of another version refuses, and says why; one that is away is no such problem.
    const error = describeFailure(reason);
    return error.code === 'bad_request' ? error : null;
  }
}
