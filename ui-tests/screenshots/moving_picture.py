"""Make a moving picture of the frames of a recording, and a still one of its end."""

import argparse
import shutil
from itertools import pairwise
from pathlib import Path

from PIL import Image

SHORTEST = 80
END = 2_000
"""Milliseconds that a frame stands, and the last one."""
MOST_SECONDS = 15
MOST_BYTES = 1_500_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("frames", type=Path, help="named after the millisecond of each")
    parser.add_argument("out", type=Path)
    args = parser.parse_args()

    times = sorted(int(file.stem) for file in args.frames.glob("*.png"))
    if not times:
        raise SystemExit(f"{args.frames} holds no frames")
    chosen = list({time // SHORTEST: time for time in times}.values())
    durations = [following - this for this, following in pairwise(chosen)]
    durations.append(END)

    pictures = [Image.open(args.frames / f"{time}.png").convert("RGB") for time in chosen]
    made = args.frames / args.out.name
    pictures[0].save(
        made,
        save_all=True,
        append_images=pictures[1:],
        duration=durations,
        loop=0,
        quality=70,
        method=4,
        allow_mixed=True,
    )
    seconds, size = sum(durations) / 1000, made.stat().st_size
    if seconds > MOST_SECONDS or size > MOST_BYTES:
        raise SystemExit(f"{args.out.name} is too long: {seconds:.1f} s, {size:,} bytes")
    args.out.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(made, args.out)
    pictures[-1].save(args.out.with_stem(f"{args.out.stem}-still"), quality=80, method=6)


if __name__ == "__main__":
    main()
