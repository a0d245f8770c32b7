// Says how often a page evaluates this module, which should be once.
performance.mark('tiled_jl.viewer');

export { mount } from './mount';
