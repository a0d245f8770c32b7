"""Which files are on a network share, where several machines may use them at once."""

from __future__ import annotations

import re
from pathlib import Path

_KINDS = frozenset(
    {"9p", "afs", "beegfs", "ceph", "cifs", "gpfs", "lustre", "nfs", "nfs4", "panfs", "pvfs2"}
    | {"fuse.ceph", "fuse.glusterfs", "fuse.sshfs", "smb3", "smbfs", "wekafs"}
)
"""As Linux names them."""

_MOUNTS = Path("/proc/self/mountinfo")


def is_shared(path: Path) -> bool:
    """Whether a file is on a network share, as far as the system tells.

    Parameters
    ----------
    path : pathlib.Path

    References
    ----------
    https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html
    """
    try:
        mounts = _MOUNTS.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return False
    there, kind = Path("/"), ""
    for mount in mounts:
        before, _, after = mount.partition(" - ")
        # Blanks and the like in names are written in octal.
        point = Path(re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), before.split(" ")[4]))
        # Of those at the same place, the last one counts.
        if path.resolve().is_relative_to(point) and point.is_relative_to(there):
            there, kind = point, after.split(" ")[0]
    return kind in _KINDS
