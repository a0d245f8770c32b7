import type { ReactElement } from 'react';
import type { IEditedSpec } from '../../core/protocol';
import type { ITranslator } from '../parts/host';
import { NameChips } from './namechips';

/** Props of the specs. */
export interface ISpecChipsProps {
  specs: readonly IEditedSpec[];
  /** What others follow. */
  known: readonly string[];
  trans: ITranslator;
  onChange: (specs: IEditedSpec[]) => void;
}

/** Conventions that this package itself knows what to do with. */
const KNOWN = ['xarray_dataset', 'xarray_coord', 'xarray_data_var'];

/** The conventions that a node follows; a version stands behind a space. */
export function SpecChips({ specs, known, trans, onChange }: ISpecChipsProps): ReactElement {
  return (
    <NameChips
      names={specs.map(wordsOf)}
      label={trans.__('Specs')}
      known={[...new Set([...known, ...KNOWN])]}
      trans={trans}
      onChange={names =>
        onChange(names.map(text => specs.find(spec => wordsOf(spec) === text) ?? specOf(text)))
      }
    />
  );
}

function wordsOf({ name, version }: IEditedSpec): string {
  return version === null ? name : `${name} ${version}`;
}

function specOf(text: string): IEditedSpec {
  const [name, ...version] = text.split(/\s+/);
  return { name, version: version.length ? version.join(' ') : null };
}
