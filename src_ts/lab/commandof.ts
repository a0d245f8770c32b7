import type { ActionId } from '../views/parts/host';

/** The command behind an action. */
export function commandOf(id: ActionId): string {
  return `tiled-jl:${id}`;
}
