import { Component, type ReactNode } from 'react';
import { failure } from '../../core/failure';
import type { IHost } from '../parts/host';
import { Problem } from '../parts/problem';

/** Props of the boundary. */
export interface IBoundaryProps {
  host: IHost;
  children: ReactNode;
}

/** Says what to do where a view fails to draw, in its place: what is around it stays. */
export class Boundary extends Component<IBoundaryProps, { failed: string | null }> {
  override state: { failed: string | null } = { failed: null };

  static getDerivedStateFromError(reason: unknown): { failed: string } {
    return { failed: String(reason) };
  }

  override componentDidCatch(reason: unknown): void {
    console.error('A view of Tiled could not be drawn.', reason);
  }

  override render(): ReactNode {
    const { host, children } = this.props;
    const { failed } = this.state;
    if (failed === null) {
      return children;
    }
    const { trans } = host;
    const error = failure(
      'internal',
      trans.__('This preview could not be drawn.'),
      trans.__(
        'The page and the kernel may have different versions of tiled_jl: install the same in both, restart the kernel and reload the page.'
      )
    );
    return (
      <Problem
        error={{ ...error, detail: failed }}
        host={host}
        onRetry={() => this.setState({ failed: null })}
      />
    );
  }
}
