import { LabIcon } from '@jupyterlab/ui-components';

import svgstr from '../../style/icons/tiled.svg';

/** The mark of Tiled. */
export const tiledIcon = new LabIcon({ name: 'tiled-jl:tiled', svgstr });
