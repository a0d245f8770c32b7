import type { ActionId } from '../views/host';

/** The command behind an action. */
export function commandOf(id: ActionId): string {
  return `tiled-jl:${id}`;
}
