// All that office-addin-mock takes of office-addin-manifest, which itself runs in Node only.
export const OfficeApp = {
  Excel: "excel", OneNote: "onenote", Outlook: "outlook", PowerPoint: "powerpoint",
  Project: "project", Word: "word",
};
