"""What an installation keeps: the identity of its add-in, and settings of the company."""

from __future__ import annotations

import json
import os
import sys
import uuid
from collections.abc import Mapping
from pathlib import Path

from xlevent.domain.language import Text
from xlevent.errors import UnreadableFileError, UnwritableFileError, said_by_system

FOLDER_VARIABLE = "XLEVENT_SERVER_FOLDER"
ENVIRONMENTS = ("dev", "qa", "uat", "staging", "prod")
_IDS = "manifest-ids.json"
_SETTINGS = "settings.env"


def usual_folder(
    environment: Mapping[str, str] = os.environ,
    home: Path | None = None,
    system: str = sys.platform,
) -> Path:
    """Where the files lie unless told otherwise: the place for settings of this system."""
    if given := environment.get(FOLDER_VARIABLE):
        return Path(given)
    home = home or Path.home()
    if system == "win32":
        base = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
    elif system == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    return base / "xlevent" / "server"


def manifest_ids(folder: Path) -> dict[str, str]:
    """The add-in's id for each of ENVIRONMENTS; made once, then kept.

    Excel knows an add-in by its id: another id is another add-in, which people would have twice.
    UnreadableFileError where the file is damaged: new ids in its place would do just that.
    """
    path = folder / _IDS
    try:
        kept = json.loads(path.read_text("utf-8"))
        return {name: str(uuid.UUID(kept[name])) for name in ENVIRONMENTS}
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableFileError(
            Text(
                f"增益集的識別碼無法讀取（{error}）。",
                f"the ids of the add-in cannot be read ({error}).",
            ),
            where=str(path),
            mend=Text(
                "請從備份還原；若刪除它，增益集會取得新的識別碼，必須重新安裝。",
                "Bring it back from a backup; if you delete it, the add-in gets a new identity "
                "and must be installed anew.",
            ),
        ) from error
    made = {name: str(uuid.uuid4()) for name in ENVIRONMENTS}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            json.dump(made, file, indent=1)
    except FileExistsError:  # another start was quicker
        return manifest_ids(folder)
    except OSError as error:
        raise UnwritableFileError(
            Text(
                f"增益集的識別碼無法儲存（{said_by_system(error).zh}）。",
                f"the ids of the add-in cannot be kept ({error.strerror or error}).",
            ),
            where=str(path),
            mend=Text(
                f"請以 --folder 或 {FOLDER_VARIABLE} 指定可寫入的資料夾。",
                f"Name a folder that can be written, by --folder or {FOLDER_VARIABLE}.",
            ),
        ) from error
    return made


def settings_file(folder: Path) -> Path:
    """Lines NAME=VALUE: settings of xlwings Server and xlevent, such as the licence key."""
    return folder / _SETTINGS
