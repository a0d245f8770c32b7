import { type ReactElement } from 'react';
import type { IOption } from '../../models/search/completion';
import { formatCount } from '../parts/format';
import type { IHost } from '../parts/host';

/** Props of the list. */
export interface IOptionsProps {
  id: string;
  options: readonly IOption[];
  active: number;
  host: IHost;
  onPick: (index: number) => void;
}

/** The list of a combobox: ways to go on. The focus stays in the field. */
export function Options({ id, options, active, host, onPick }: IOptionsProps): ReactElement {
  return (
    <ul
      id={id}
      className="tjl-Options"
      role="listbox"
      aria-label={host.trans.__('Suggestions')}
      hidden={!options.length}
    >
      {options.map(({ text, count }, index) => (
        <li
          key={text}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === active}
          title={text}
          onMouseDown={event => {
            event.preventDefault();
            onPick(index);
          }}
        >
          <span className="tjl-Options-text">{text}</span>
          {count !== null && <span className="tjl-Row-count">{formatCount(count)}</span>}
        </li>
      ))}
    </ul>
  );
}

/** Identity of an option in the page. */
export function optionId(list: string, index: number): string {
  return `${list}-${index}`;
}
