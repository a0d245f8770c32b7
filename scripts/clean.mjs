// Remove what a build makes, so that the next one starts from nothing.
import { rm } from 'node:fs/promises';

for (const folder of ['lib', 'tiled_jl/labextension', 'tiled_jl/widgets/static']) {
  await rm(new URL(`../${folder}`, import.meta.url), {
    recursive: true,
    force: true
  });
}
