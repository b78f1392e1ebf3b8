"""Findings about the pictures, audio and video of a report (XL65x)."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
PICTURE_MISSING = declare(
    "XL650", "warning",
    ("找不到照片「{file}」，報告中只列標題。",
     "The picture {file!s} is not there; the report only names it."),
    ("請放到檔案所在的資料夾，或更正路徑。", "Put it beside the file, or mend its path."),
)
PICTURE_BROKEN = declare(
    "XL651", "warning",
    ("照片「{file}」損壞或不完整，未放入報告。",
     "The picture {file!s} is damaged or cut off; it is left out."),
    ("請重新匯出照片。", "Export it again."),
)
PICTURE_HUGE = declare(
    "XL652", "warning",
    ("照片「{file}」太大（{size}，上限 {limit}），未放入報告。",
     "The picture {file!s} is too large ({size!s}; at most {limit!s}); it is left out."),
    ("請先縮小。", "Make it smaller first."),
)
PICTURE_HEIC = declare(
    "XL653", "warning",
    ("照片「{file}」是 HEIC／AVIF 格式，瀏覽器與 Word 多半無法顯示，未放入報告。",
     "The picture {file!s} is HEIC or AVIF, which many programs cannot show; it is left out."),
    ("請轉存為 JPEG；iPhone 可在設定、相機、格式選「最相容」。",
     "Save it as JPEG; on an iPhone choose Settings, Camera, Formats, Most Compatible."),
)
PICTURE_UNKNOWN = declare(
    "XL654", "warning",
    ("「{file}」不是可放入報告的照片格式。", "{file!s} is no picture that a report can hold."),
    ("請轉存為 JPEG 或 PNG。", "Save it as JPEG or PNG."),
)
PICTURE_ON_WEB = declare(
    "XL655", "notice",
    ("{count} 張照片在網路上（如「{file}」），不下載，只列網址。",
     "{count} pictures are on the web, such as {file!s}: they are linked, not fetched."),
    ("要放入報告，請下載到檔案所在的資料夾，改填檔名。",
     "To embed one, put the file beside the workbook and name it here."),
)
PICTURE_OUTSIDE = declare(
    "XL656", "warning",
    ("照片「{file}」不在檔案所在的資料夾內，未放入報告。",
     "The picture {file!s} is outside the folder of the file; it is left out."),
    ("請複製到該資料夾，以斜線寫相對路徑，例如 media/photo.jpg。",
     "Copy it into that folder and write a path such as media/photo.jpg."),
)
CONSENT_REFUSED = declare(
    "XL657", "warning",
    ("「{title}」的肖像授權為不同意，未放入報告。",
     "Portrait consent for {title!s} was refused; it is left out."),
    ("請刪除該列，或換一張照片。", "Delete the row, or choose another picture."),
)
CONSENT_PENDING = declare(
    "XL658", "warning",
    ("「{title}」的肖像授權尚未取得，報告已放入。",
     "Portrait consent for {title!s} is pending; the report holds it."),
    ("對外提供前請取得授權。", "Obtain it before the report leaves the house."),
)
NO_PILLOW = declare(
    "XL659", "warning",
    ("未安裝 Pillow，照片只列標題。", "Pillow is not installed, so pictures are only named."),
    ("請執行 pip install \"xlevent[documents]\"。", "Run: pip install \"xlevent[documents]\""),
)
