import type { Right } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import { nodeId, parseNodeId } from './rows';

/** Milliseconds after which a server that did not answer may be asked again. */
const ASK_AGAIN = 2000;

/** What may be done to nodes, as far as the kernel has said. */
export class Rights {
  constructor(private readonly _transport: ITransport) {}

  /** Ask what may be done to a node, once, unless that is known. */
  async find(server: string, path: readonly string[]): Promise<void> {
    const id = nodeId(server, path);
    if (this._known.has(id)) {
      return;
    }
    this._known.set(id, null);
    const asked = { server, path: [...path] };
    const answer = await this._transport.request('nodes.get', asked).catch(() => null);
    // Meanwhile somebody else may have come, or the node been described.
    if (this._known.get(id) !== null) {
      return;
    }
    if (!answer) {
      // It is asked again, but not with every move of what is dragged.
      setTimeout(() => this._known.get(id) === null && this._known.delete(id), ASK_AGAIN);
    } else {
      this.learn(server, path, answer.result.rights);
    }
  }

  /** Take note of what may be done to a node. */
  learn(server: string, path: readonly string[], rights: readonly Right[]): void {
    this._known.set(nodeId(server, path), rights);
  }

  /** Somebody else is at a server now. */
  forget(server: string): void {
    for (const id of this._known.keys()) {
      if (parseNodeId(id)?.server === server) {
        this._known.delete(id);
      }
    }
  }

  /** Whether the kernel has said what may be done to a node. */
  known(server: string, path: readonly string[]): boolean {
    return Boolean(this._known.get(nodeId(server, path)));
  }

  /** Whether something may be done to a node; to one not asked about, if it may to one above it. */
  allows(right: Right, server: string, path: readonly string[]): boolean {
    for (let depth = path.length; depth >= 0; depth--) {
      const known = this._known.get(nodeId(server, path.slice(0, depth)));
      if (known) {
        return known.includes(right);
      }
    }
    return false;
  }

  /** By node; `null` where it was asked for. */
  private readonly _known = new Map<string, readonly Right[] | null>();
}
