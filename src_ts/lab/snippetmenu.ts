import type { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';

import type { INodeTarget } from '../views/parts/host';
import { commandOf } from './commandof';
import { type Place, toArgs } from './targetargs';

/** So many ways to write code are listed in a menu; the palette lists all. */
const MOST = 20;

/**
 * A menu of the ways to write the code for what is chosen when it opens.
 *
 * @param target - the nodes themselves, or where they are chosen.
 */
export function snippetMenu(
  commands: CommandRegistry,
  label: string,
  target: INodeTarget | { place: Place }
): Menu {
  const menu = new Menu({ commands });
  menu.title.label = label;
  const args = 'place' in target ? target : toArgs(target);
  for (let index = 0; index < MOST; index++) {
    menu.addItem({ command: commandOf('insert-code-as'), args: { ...args, snippet: index } });
  }
  return menu;
}
