"""Run by itself, in a process of its own: MPXJ turns a project file into Microsoft Project XML.

    python mpxj_process.py gala.mpp gala.xml
    python mpxj_process.py gala.xer gala.xml MS950

The third argument is the character set of a .xer file, which does not say it itself.
Exit codes: 0 written; 3 MPXJ or JPype is not installed; 4 there is no Java; 5 not a project file;
6 MPXJ failed. It imports nothing of xlevent, so that it starts fast.
"""

from __future__ import annotations

import sys

NO_PACKAGE, NO_JAVA, NO_PROJECT, FAILED = 3, 4, 5, 6


def main(source: str, target: str, charset: str = "") -> int:
    """Convert one file."""
    try:
        import jpype
        import mpxj  # noqa: F401 - puts its jars on the class path
    except ImportError:
        return NO_PACKAGE
    try:
        # No more memory than a very large project needs: the file may be meant to harm.
        jpype.startJVM("-Xmx1g", "-Djava.awt.headless=true")
    except (jpype.JVMNotFoundException, OSError, RuntimeError) as problem:
        print(problem, file=sys.stderr)
        return NO_JAVA
    try:
        if charset:
            reader = jpype.JClass("org.mpxj.primavera.PrimaveraXERFileReader")()
            reader.setCharset(jpype.JClass("java.nio.charset.Charset").forName(charset))
        else:
            reader = jpype.JClass("org.mpxj.reader.UniversalProjectReader")()
        project = reader.read(jpype.JClass("java.io.File")(source))
        if project is None:
            return NO_PROJECT
        jpype.JClass("org.mpxj.mspdi.MSPDIWriter")().write(project, target)
    except jpype.JException as problem:
        print(f"{problem}"[:500], file=sys.stderr)
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
