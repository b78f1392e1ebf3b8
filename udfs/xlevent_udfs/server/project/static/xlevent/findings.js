// The list of findings: grouped by severity, each with a link to its cell.
import { say, show } from "./texts.js";

const SEVERITIES = ["error", "warning", "notice"];
const AT_A_TIME = 100;

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made && name !== "list") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export class Findings {
  constructor(filters, groups, onSelect) {
    this.filters = filters;
    this.groups = groups;
    this.onSelect = onSelect;
    this.all = [];
    this.off = new Set();
    this.shown = {};
  }

  set(findings) {
    this.all = findings;
    this.off.clear();
    this.shown = Object.fromEntries(SEVERITIES.map((severity) => [severity, AT_A_TIME]));
    this.draw();
  }

  draw() {
    const groups = SEVERITIES.map((severity) => [
      severity, this.all.filter((finding) => finding.severity === severity),
    ]).filter(([, found]) => found.length);
    this.filters.replaceChildren(
      ...groups.map(([severity, found]) => this.filter(severity, found.length)),
    );
    const open = groups.filter(([severity]) => !this.off.has(severity));
    this.groups.replaceChildren(
      ...open.map(([severity, found]) => this.group(severity, found)),
      ...(open.length ? [] : [element("p", { textContent: say("none_shown") })]),
    );
  }

  filter(severity, count) {
    const button = element("button", { type: "button", className: `filter ${severity}` });
    button.textContent = `${say(severity)} ${count}`;
    button.setAttribute("aria-pressed", String(!this.off.has(severity)));
    button.addEventListener("click", () => {
      if (this.off.has(severity)) this.off.delete(severity);
      else this.off.add(severity);
      this.draw();
      this.filters.querySelector(`.${severity}`)?.focus();
    });
    return button;
  }

  group(severity, found) {
    const title = element("h3", { className: severity, id: `group-${severity}` });
    title.textContent = `${say(severity)} ${found.length}`;
    const list = element("ul", { className: "findings" });
    list.setAttribute("aria-labelledby", title.id);
    list.append(...found.slice(0, this.shown[severity]).map((finding) => this.item(finding)));
    const section = element("section", { className: `group ${severity}` }, title, list);
    const rest = found.length - this.shown[severity];
    if (rest > 0) {
      const more = element("button", { type: "button", className: "plain" });
      more.textContent = say("more", { count: Math.min(rest, AT_A_TIME) });
      more.addEventListener("click", () => {
        const first = this.shown[severity];
        this.shown[severity] += AT_A_TIME;
        this.draw();
        const items = this.groups.querySelectorAll(`.group.${severity} li`);
        items[first]?.querySelector("button")?.focus();
      });
      section.append(more);
    }
    return section;
  }

  item(finding) {
    const where = finding.sheet
      ? element("button", { type: "button", className: "where" })
      : element("span", { className: "where" });
    where.textContent = finding.sheet
      ? `${finding.sheet}${finding.cell ? ` ${finding.cell}` : ""}`
      : say("whole_book");
    if (finding.sheet) {
      where.addEventListener("click", () => this.onSelect(finding.sheet, finding.cell));
    }
    const hint = show(finding.hint);
    return element(
      "li", {}, where,
      element("p", { textContent: show(finding.message) }),
      ...(hint ? [element("p", { className: "hint", textContent: hint })] : []),
      element("span", { className: "code", textContent: finding.code }),
    );
  }
}
