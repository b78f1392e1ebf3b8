"""The licence of xlwings Server: what is said at the start, and whether a key is there."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.errors import XleventError, alike

KEY_VARIABLE = "XLWINGS_LICENSE_KEY"
NOTICE = Text(
    "xlwings Server 採雙重授權：非商業使用免費（PolyForm Noncommercial 1.0.0），商業使用須付費方案"
    "（https://www.xlwings.org/pricing）。xlevent 本身為 MIT 授權。",
    "xlwings Server has two licences: free for noncommercial use (PolyForm Noncommercial 1.0.0), "
    "a paid plan for commercial use (https://www.xlwings.org/pricing). xlevent itself is MIT.",
)


class LicenceError(XleventError):
    """There is no key, or none that is valid."""


def check_licence() -> str:
    """The kind of the licence, "noncommercial" or as xlwings names it; LicenceError without one.

    A key comes from XLWINGS_LICENSE_KEY or from xlwings' own configuration. It is never set here:
    whether a use is commercial only its user knows.
    """
    from xlwings import LicenseError
    from xlwings.pro.utils import LicenseHandler

    try:
        found = LicenseHandler.validate_license("pro")
    except LicenseError as error:
        problem = _first_line(error)
        raise LicenceError(
            Text(
                f"xlwings Server 需要授權金鑰（{problem.zh}）。",
                f"xlwings Server needs a licence key ({problem.en}).",
            ),
            mend=Text(
                f"請將 {KEY_VARIABLE} 設為 https://www.xlwings.org/pricing 取得的金鑰（試用："
                "https://www.xlwings.org/trial）；若為非商業使用，請設為 noncommercial。",
                f"Set {KEY_VARIABLE} to a key from https://www.xlwings.org/pricing (trial: "
                "https://www.xlwings.org/trial), or, if your use is noncommercial, to the word "
                "noncommercial.",
            ),
        ) from error
    return str(found.get("license_type") or "paid")


def _first_line(error: Exception) -> Text:
    lines = str(error).strip().splitlines()
    return alike(lines[0].rstrip(".")) if lines else Text("尚未設定", "none is set")
