"""The control words of RTF by what they do to a reader: places, characters, what is skipped."""

from __future__ import annotations

from octavo.formats.office.word_names import listed

COLLECTED = listed("fonttbl stylesheet listtable listoverridetable pict title")
SKIPPED = listed(
    "colortbl info generator nonshppict shprslt themedata colorschememapping datastore "
    "latentstyles rsidtbl pgdsctbl xmlnstbl annotation atnid atnauthor atndate atnref atrfstart "
    "atrfend atnparent "
    "bkmkstart bkmkend xe tc tcn background ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn "
    "objdata pntxta pntxtb pnseclvl listpicture filetbl revtbl mmathPr moMath nonesttables "
    "wgrffmtfilter fchars lchars docvar formfield ud userprops private passwordhash oldcprops "
    "blipuid blipatomhash datafield comment operator author company falt panose"
)
CONTAINERS = listed("shppict shpinst shp objattph result")
HEADERS = {
    "header": "header", "headerr": "header", "headerl": "header-even", "headerf": "header-first",
    "footer": "footer", "footerr": "footer", "footerl": "footer-even", "footerf": "footer-first",
}  # fmt: skip
CHARACTERS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ",
    "qmspace": " ", "softline": "\n", "zwj": "", "zwnj": "",
}  # fmt: skip
SIGNS = {"~": "\xa0", "_": "-", "\t": "\t"}
ENCODINGS = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}
UNDERSTOOD = frozenset(COLLECTED | set(HEADERS)) | listed(
    "shppict shpinst nesttableprops fldinst footnote shptxt listtext pntext cs ts objattph result"
)
