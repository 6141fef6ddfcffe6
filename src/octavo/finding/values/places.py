"""Names of countries and of the states whose law contracts name: a small gazetteer."""

from __future__ import annotations

import re

_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New"
    " Hampshire|New Jersey|New Mexico|New York|North Carolina|North "
    "Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South "
    "Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West "
    "Virginia|Wisconsin|Wyoming|District of Columbia|Puerto Rico|Ontario|Quebec|British "
    "Columbia|Alberta|Manitoba|Nova Scotia|New South Wales|Victoria|Queensland|England and "
    "Wales|England|Scotland|Wales|Northern Ireland|Bavaria|Bayern|Hessen|Catalonia"
)
STATES = _STATES.split("|")
_COUNTRIES = (
    "United States of America|United States|United Kingdom|Great "
    "Britain|Ireland|Germany|Deutschland|France|Spain|España|Italy|Italia|Netherlands|Nederland|Belgium|Belgique|Luxembourg|Switzerland|Schweiz|Suisse|Austria|Österreich|Portugal|Poland|Polska|Czech"
    " "
    "Republic|Hungary|Romania|Bulgaria|Greece|Denmark|Danmark|Sweden|Sverige|Norway|Norge|Finland|Iceland|Canada|Mexico|México|Brazil|Brasil|Argentina|Chile|Colombia|Peru|Israel|Turkey|Russia|Ukraine|India|China|People's"
    " Republic of China|Hong "
    "Kong|Singapore|Malaysia|Indonesia|Thailand|Vietnam|Philippines|Japan|South "
    "Korea|Korea|Taiwan|Australia|New Zealand|South Africa|Nigeria|Kenya|Egypt|Morocco|Saudi "
    "Arabia|United Arab Emirates|Qatar|Bermuda|Cayman Islands|British Virgin "
    "Islands|Jersey|Guernsey|Cyprus|Malta|Estonia|Latvia|Lithuania|Slovakia|Slovenia|Croatia|Serbia|Pakistan|Bangladesh|Sri"
    " Lanka|Panama|Costa Rica|Bahamas|Barbados|Marshall Islands"
)
COUNTRIES = _COUNTRIES.split("|")
_NAMES = sorted(STATES + COUNTRIES, key=len, reverse=True)
_PLACE = re.compile(
    r"(?<!\w)(?:" + "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in _NAMES) + r")(?!\w)", re.I
)


def find(text: str) -> list[tuple[int, int]]:
    """Where the known places of a text stand; those in lower case are words, not places."""
    spans = [match.span() for match in _PLACE.finditer(text)]
    return [(start, end) for start, end in spans if text[start].isupper()]
