# A copy of the project's shared tool `tools/xl_lint.py`, unchanged below this comment.
# Corrections belong there first; it is excluded from ruff and mypy.
"""Cross-reference linter for .xlsx/.xlsm: the 'Excel repairs it' conditions that schema validators do not see. stdlib + lxml.
lint(path) -> list of (code, part, detail)"""
import zipfile, re, sys, posixpath
from lxml import etree as ET
M = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'; R = '{http://schemas.openxmlformats.org/officeDocument/2006/relationships}'; RID = R + 'id'; PR = '{http://schemas.openxmlformats.org/package/2006/relationships}'
CELLRE = re.compile(r'^([A-Z]{1,3})([1-9]\d*)$'); LOOKS = re.compile(r'^(\$?[A-Za-z]{1,3}\$?\d+|[Rr](\d*)[Cc](\d*)|[Rr]|[Cc])$')
def col(s):
    n = 0
    for ch in s: n = n * 26 + ord(ch) - 64
    return n
def rng(s):
    a, sep, b = s.replace('$', '').partition(':'); b = b if sep else a; m1, m2 = CELLRE.match(a), CELLRE.match(b)
    if not m1 or not m2: return None
    t = (int(m1[2]), col(m1[1]), int(m2[2]), col(m2[1])); return t if t[0] <= t[2] <= 1048576 and t[1] <= t[3] <= 16384 else None
def looks_like_ref(n):
    m = re.match(r'^\$?([A-Za-z]{1,3})\$?(\d+)$', n)
    if m: return col(m[1].upper()) <= 16384 and 0 < int(m[2]) <= 1048576
    return bool(re.match(r'^[RrCc]$|^[Rr]\d*[Cc]\d*$', n))
NAME = re.compile(r'^[^\W\d][\w.\\?]*$|^[_\\][\w.\\?]*$')
FUT = set('AGGREGATE UNIQUE SORT SORTBY FILTER SEQUENCE RANDARRAY XLOOKUP XMATCH LET LAMBDA MAP REDUCE SCAN MAKEARRAY BYROW BYCOL ISOMITTED TEXTSPLIT TEXTBEFORE TEXTAFTER VSTACK HSTACK TAKE DROP EXPAND CHOOSECOLS CHOOSEROWS TOCOL TOROW WRAPROWS WRAPCOLS ARRAYTOTEXT VALUETOTEXT TEXTJOIN CONCAT IFS SWITCH MAXIFS MINIFS IFNA XOR DAYS ISOWEEKNUM FORMULATEXT NUMBERVALUE SHEET SHEETS UNICHAR UNICODE BASE DECIMAL GROUPBY PIVOTBY TRIMRANGE PERCENTOF REGEXTEST REGEXEXTRACT REGEXREPLACE STDEV.S STDEV.P VAR.S VAR.P PERCENTILE.INC PERCENTILE.EXC RANK.EQ RANK.AVG'.split())
import functools
@functools.lru_cache(65536)
def fcheck(f): return tuple(_fcheck(f))
def _fcheck(f):
    """light formula lexer: strings, brackets, argument separators, missing prefixes"""
    if f.startswith('='): yield 'formula_leading_equals'
    s = re.sub(r'"(?:[^"]|"")*"', '""', f); s2 = re.sub(r"'(?:[^']|'')*'", 'Q', s)
    if '"' in s2.replace('""', ''): yield 'formula_unbalanced_quote'
    out = []; d = 0
    for ch in s2:                       # structured-reference brackets -> placeholder
        if ch == '[':
            d += 1
            if d == 1: out.append('Q')
        elif ch == ']': d -= 1
        elif d == 0: out.append(ch)
        if d < 0: break
    if d: yield 'formula_unbalanced_bracket'
    t = ''.join(out); st = []; par = {'(': ')', '{': '}'}
    for ch in t:
        if ch in par: st.append(par[ch])
        elif ch in ')}':
            if not st or st.pop() != ch: yield 'formula_unbalanced_paren'; break
        elif ch == ';' and '}' not in st: yield 'formula_semicolon'; break
    else:
        if st: yield 'formula_unbalanced_paren'
    if re.search(r'[-+*/^&=<>,:(]\s*$', t): yield 'formula_dangling_operator'
    for m in re.finditer(r'(?<![\w.])([A-Z][A-Z0-9.]+)\s*\(', t.upper()):
        if m[1] in FUT: yield 'formula_missing_xlfn:' + m[1]
def lint(path):
    out = []; add = lambda c, p, d='': out.append((c, p, str(d)[:120]))
    try: z = zipfile.ZipFile(path)
    except Exception as e: return [('zip', path, e)]
    names = z.namelist()
    if len(names) != len(set(names)): add('zip_duplicate_entry', path, [n for n in names if names.count(n) > 1][:3])
    if any('\\' in n for n in names): add('zip_backslash', path)
    X = {}
    for n in names:
        if n.endswith(('.xml', '.rels', '.vml')):
            try: X[n] = ET.fromstring(z.read(n))
            except ET.XMLSyntaxError as e: add('xml_not_wellformed', n, e)
    ct = X.get('[Content_Types].xml'); over = {e.get('PartName').lstrip('/'): e.get('ContentType') for e in ct if e.tag.endswith('Override')} if ct is not None else {}; defl = {e.get('Extension').lower() for e in ct if e.tag.endswith('Default')} if ct is not None else set()
    for p in over:
        if p not in names: add('content_type_for_missing_part', p)
    for n in names:
        if n == '[Content_Types].xml' or n.endswith('/'): continue
        if n not in over and n.rsplit('.', 1)[-1].lower() not in defl: add('no_content_type', n)
        elif n not in over and n.startswith('xl/') and n.endswith('.xml') : add('xl_part_default_content_type', n)
    rels = {}
    for n, x in X.items():
        if not n.endswith('.rels'): continue
        src = posixpath.join(posixpath.dirname(posixpath.dirname(n)), posixpath.basename(n)[:-5]) if n != '_rels/.rels' else ''
        d = rels.setdefault(src, {})
        for r in x:
            if not isinstance(r.tag, str): continue
            if r.get('Id') in d: add('dup_rel_id', n, r.get('Id'))
            t = r.get('Target'); ext = r.get('TargetMode') == 'External'
            full = t if ext else (t.lstrip('/') if t.startswith('/') else posixpath.normpath(posixpath.join(posixpath.dirname(src), t)))
            d[r.get('Id')] = (r.get('Type'), full, ext)
            if not ext and full not in names: add('rel_target_missing', n, t)
    for n, x in X.items():
        if n.endswith('.rels') or n == '[Content_Types].xml': continue
        for e in x.iter():
            if not isinstance(e.tag, str): continue
            for k, v in e.attrib.items():
                if k.startswith(R) and k != R + 'blip' and v and v not in rels.get(n, {}): add('rid_without_relationship', n, f'{ET.QName(e).localname} {v}')
    wbp = next((t for ty, t, _ in rels.get('', {}).values() if ty.endswith('/officeDocument')), None); wb = X.get(wbp)
    if wb is None: add('no_workbook', path); return out
    has_vba = any(t.endswith('vbaProject.bin') for _, t, _ in rels.get(wbp, {}).values()); wct = over.get(wbp, ''); ext = path.lower().rsplit('.', 1)[-1]; want = {'xlsx': 'spreadsheetml.sheet.main+xml', 'xlsm': 'sheet.macroEnabled.main+xml', 'xltx': 'template.main+xml', 'xltm': 'template.macroEnabled.main+xml'}.get(ext)
    if want and want not in wct: add('workbook_content_type_vs_extension', wbp, wct)
    if has_vba and 'macroEnabled' not in wct: add('vba_in_non_macro_workbook', wbp)
    sst = next((X[n] for n in X if n.endswith('sharedStrings.xml')), None); sis = sst.findall(M + 'si') if sst is not None else []; nsst = len(sis)
    if sst is not None:
        for i, si in enumerate(sis):
            if sum(len(t.text or '') for t in si.iter(M + 't')) > 32767: add('text_over_32767', 'sharedStrings', i)
    sty = next((X[n] for n in X if n.endswith('styles.xml')), None); cnt = lambda t: len(sty.find(M + t)) if sty is not None and sty.find(M + t) is not None else 0; nxf, ndxf = cnt('cellXfs'), cnt('dxfs')
    if sty is not None:
        for tag, lst in (('fontId', 'fonts'), ('fillId', 'fills'), ('borderId', 'borders')):
            for xf in sty.iter(M + 'xf'):
                if xf.get(tag) and int(xf.get(tag)) >= cnt(lst): add('style_' + tag + '_out_of_range', 'styles', xf.get(tag))
        for nf in sty.iter(M + 'numFmt'):
            c = re.sub(r'"[^"]*"|\\.|_.|\*.', '', nf.get('formatCode') or '')
            if c.count('[') != c.count(']') or '[[' in c or c.count('"') % 2 or len(c.split(';')) > 4: add('numfmt_suspicious', 'styles', nf.get('formatCode'))
    cmx = next((X[n] for n in X if n.endswith('metadata.xml')), None); ncm = len(cmx.find(M + 'cellMetadata')) if cmx is not None and cmx.find(M + 'cellMetadata') is not None else 0
    sheets = wb.find(M + 'sheets'); seen = {}; sid = set(); shn = []
    for s in sheets:
        n = s.get('name') or ''; shn.append(n)
        if n.lower() in seen: add('sheet_name_dup', wbp, n)
        seen[n.lower()] = 1
        if not n or len(n) > 31: add('sheet_name_length', wbp, n)
        if re.search(r'[\[\]:*?/\\]', n) or n.startswith("'") or n.endswith("'") or n.lower() == 'history': add('sheet_name_chars', wbp, n)
        if s.get('sheetId') in sid: add('sheetId_dup', wbp, s.get('sheetId'))
        sid.add(s.get('sheetId'))
    if all(s.get('state') in ('hidden', 'veryHidden') for s in sheets): add('all_sheets_hidden', wbp)
    for v in wb.iter(M + 'workbookView'):
        if int(v.get('activeTab', 0)) >= len(shn): add('activeTab_oob', wbp, v.get('activeTab'))
    dnames = {}
    for dn in wb.iter(M + 'definedName'):
        n = dn.get('name'); k = (n.lower(), dn.get('localSheetId'))
        if k in dnames: add('defname_dup', wbp, n)
        dnames[k] = 1
        if not n.startswith('_xlnm.') and (not NAME.match(n) or len(n) > 255): add('defname_invalid', wbp, n)
        if looks_like_ref(n): add('defname_like_cell', wbp, n)
        if dn.get('localSheetId') and int(dn.get('localSheetId')) >= len(shn): add('defname_localSheetId_oob', wbp, n)
        for c in fcheck(dn.text or ''): add(c, wbp, f'{n}={dn.text}')
    tids, tnames = {}, {}; cells_f = set()
    for i, s in enumerate(sheets):
        rel = rels.get(wbp, {}).get(s.get(RID))
        if not rel or rel[1] not in X: continue
        p = rel[1]; x = X[p]; prs = x.find(M + 'sheetData')
        if prs is None: continue
        lastr = 0; header = {}; allc = set()
        for row in prs:
            r = int(row.get('r') or lastr + 1)
            if r <= lastr: add('row_order_or_dup', p, r)
            lastr = r; lastc = 0
            for c in row:
                ref = c.get('r'); m = CELLRE.match(ref or '')
                if ref is None: lastc += 1; cc = lastc
                elif not m or col(m[1]) > 16384 or int(m[2]) > 1048576 or int(m[2]) != r: add('cell_ref_bad', p, ref); continue
                else:
                    cc = col(m[1])
                    if cc <= lastc: add('cell_order_or_dup', p, ref)
                    lastc = cc
                allc.add((r, cc)); t = c.get('t', 'n'); v = c.find(M + 'v'); vt = v.text if v is not None else None
                if c.get('s') and int(c.get('s')) >= nxf: add('style_index_oob', p, ref)
                if c.get('cm') and int(c.get('cm')) > ncm: add('cm_oob', p, ref)
                if t == 's':
                    if vt is None or not vt.isdigit() or int(vt) >= nsst: add('sst_index_oob', p, ref)
                    else: header[(r, cc)] = ('s', int(vt))
                elif t == 'n' and vt is not None:
                    try:
                        fv = float(vt)
                        if fv != fv or fv in (float('inf'), -float('inf')): raise ValueError
                    except ValueError: add('cell_value_not_number', p, f'{ref}={vt}')
                    header[(r, cc)] = ('n', vt)
                elif t == 'str': header[(r, cc)] = ('str', vt)
                elif t == 'inlineStr': header[(r, cc)] = ('str', ''.join(q.text or '' for q in c.iter(M + 't')))
                elif t == 'b' and vt not in ('0', '1', None): add('cell_bool_bad', p, ref)
                f = c.find(M + 'f')
                if f is not None:
                    cells_f.add((i + 1, ref))
                    if f.text:
                        if len(f.text) > 8192: add('formula_over_8192', p, ref)
                        for e in fcheck(f.text): add(e, p, f'{ref}: {f.text}')
        cols = [(int(c.get('min')), int(c.get('max'))) for c in x.iter(M + 'col')]
        for a, b in zip(cols, cols[1:]):
            if b[0] <= a[1]: add('cols_overlap', p, (a, b))
        mg = [(m.get('ref'), rng(m.get('ref'))) for m in x.iter(M + 'mergeCell')]; ov = lambda a, b: not (a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1])
        for k, (a, ra) in enumerate(mg):
            if ra is None: add('merge_bad_ref', p, a); continue
            for b, rb in mg[:k]:
                if rb and ov(ra, rb): add('merge_overlap', p, (a, b))
        for dv in x.iter(M + 'dataValidation'):
            for q in (dv.get('sqref') or '').split() or ['?']:
                if rng(q) is None: add('dv_sqref_bad', p, dv.get('sqref'))
            f1 = dv.find(M + 'formula1')
            if f1 is not None and (f1.text or '').startswith('"') and len(f1.text) - 2 > 255: add('dv_list_over_255', p, len(f1.text) - 2)
            for a, lim in (('prompt', 255), ('error', 255), ('promptTitle', 32), ('errorTitle', 32)):
                if len(dv.get(a) or '') > lim: add(f'dv_{a}_too_long', p, len(dv.get(a)))
            for f in (f1, dv.find(M + 'formula2')):
                if f is not None:
                    for e in fcheck(f.text or ''): add('dv_' + e, p, f.text)
        for cf in x.iter(M + 'conditionalFormatting'):
            for q in (cf.get('sqref') or '').split() or ['?']:
                if rng(q) is None and not re.match(r'^\$?[A-Z]+:\$?[A-Z]+$|^\d+:\d+$', q): add('cf_sqref_bad', p, q)
            for ru in cf.iter(M + 'cfRule'):
                if ru.get('priority') is None: add('cf_no_priority', p)
                if ru.get('dxfId') and int(ru.get('dxfId')) >= ndxf: add('cf_dxf_oob', p, ru.get('dxfId'))
                for f in ru.iter(M + 'formula'):
                    for e in fcheck(f.text or ''): add('cf_' + e, p, f.text)
        tabs = []
        for tp in x.iter(M + 'tablePart'):
            tr = rels.get(p, {}).get(tp.get(RID))
            if not tr or tr[1] not in X: continue
            t = X[tr[1]]; tp_ = tr[1]; dn = t.get('displayName'); ref = rng(t.get('ref') or '')
            if t.get('id') in tids: add('table_id_dup', tp_, t.get('id'))
            tids[t.get('id')] = 1
            if (dn or '').lower() in tnames: add('table_name_dup', tp_, dn)
            tnames[(dn or '').lower()] = 1
            if (dn.lower(), None) in dnames: add('table_name_clashes_defname', tp_, dn)
            if not NAME.match(dn or '') or looks_like_ref(dn): add('table_name_invalid', tp_, dn)
            if ref is None: add('table_ref_bad', tp_, t.get('ref')); continue
            tabs.append((dn, ref)); cs = [c.get('name') for c in t.iter(M + 'tableColumn')]
            if len(cs) != ref[3] - ref[1] + 1: add('table_width_vs_columns', tp_, (t.get('ref'), len(cs)))
            if len({c.lower() for c in cs}) != len(cs): add('table_col_dup', tp_, dn)
            af = t.find(M + 'autoFilter')
            if af is not None:
                ra = rng(af.get('ref') or ''); tot = int(t.get('totalsRowCount', 0))
                if ra != (ref[0], ref[1], ref[2] - tot, ref[3]): add('table_autofilter_ref', tp_, af.get('ref'))
            if t.get('headerRowCount', '1') != '0':
                for k, c in enumerate(cs):
                    h = header.get((ref[0], ref[1] + k)); tx = None
                    if h is None: add('table_header_cell_missing', tp_, c); continue
                    if h[0] == 's':
                        if h[1] < nsst: tx = ''.join(q.text or '' for q in sis[h[1]].iter(M + 't'))
                    elif h[0] == 'str': tx = h[1]
                    else: add('table_header_not_text', tp_, c); continue
                    if tx is not None and re.sub(r'_x000[aAdD]_|\r?\n', '\n', c) != tx.replace('\r\n', '\n'): add('table_header_ne_column', tp_, (tx, c))
            if ref[2] - ref[0] < 1: add('table_no_data_row', tp_, t.get('ref'))
            for a, ra in mg:
                if ra and ov(ra, ref): add('merge_over_table', tp_, a)
        for k, (a, ra) in enumerate(tabs):
            for b, rb in tabs[:k]:
                if ov(ra, rb): add('tables_overlap', p, (a, b))
        if any(ty.endswith('/comments') for ty, _, _ in rels.get(p, {}).values()) and x.find(M + 'legacyDrawing') is None: add('comments_without_vml', p)
    cc = next((X[n] for n in X if n.endswith('calcChain.xml')), None)
    if cc is not None:
        i = 0
        for c in cc:
            i = int(c.get('i') or i)
            if (i, c.get('r')) not in cells_f and ('sid', 1): add('calcChain_stale', 'calcChain', c.get('r')); break
    C = '{http://schemas.openxmlformats.org/drawingml/2006/chart}'
    for n, x in X.items():
        if '/charts/chart' in n and x.tag == C + 'chartSpace':
            pa = x.find(f'.//{C}plotArea')
            if pa is None: continue
            ax = {a.find(C + 'axId').get('val') for a in pa if isinstance(a.tag, str) and a.tag.endswith('Ax') and a.find(C + 'axId') is not None}
            use = {a.get('val') for g in pa if isinstance(g.tag, str) and g.tag.endswith('Chart') for a in g.findall(C + 'axId')}
            if use != ax: add('chart_axis_ids', n, (use, ax))
    return out
if __name__ == '__main__':
    rc = 0
    for f in sys.argv[1:]:
        r = lint(f); rc |= bool(r); print(f, 'OK' if not r else f'{len(r)} findings')
        for x in r[:40]: print('   ', *x)
    sys.exit(rc)
