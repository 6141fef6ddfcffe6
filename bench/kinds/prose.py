"""The kinds that are headings, sentences and lists: résumé, minutes, article, job ad, lease.

In English, German, French and Spanish; the wording of the other languages falls back to English.
"""

from __future__ import annotations

from typing import Any

from bench.kinds.facts import YES, Fact
from bench.kinds.paper import DAY, INTEGER, NUMBER, TEXT, TRUTH, Paper

LIST: dict[str, Any] = {"type": "array", "items": TEXT}


def resume(p: Paper) -> None:
    f = p.facts
    name = f.person()
    p.ask("full_name|name|candidate_name", TEXT, name.value)
    p.sheet.title(name.text)
    email, phone, city = f.email(), f.phone(), f.city()
    p.ask("email|contact.email", TEXT | {"format": "email"}, email.value)
    p.ask("phone|contact.phone", TEXT, phone.value)
    p.ask("city|location", TEXT, city.value)
    if p.rng.random() < 0.5:
        p.sheet.lines([f"{city.text} | {phone.text} | {email.text}"])
    else:
        p.sheet.lines([
            f"E-mail: {email.text}", f"{p.in_words('Phone|Telefon|Tél.|Teléfono')}: {phone.text}",
            f"{p.in_words('City|Ort|Ville|Ciudad')}: {city.text}",
        ])  # fmt: skip
    p.sheet.section(p.in_words("Work experience|Berufserfahrung|Expérience|Experiencia laboral"))
    year, jobs = p.rng.randint(2018, 2024), []
    for _ in range(p.rng.randint(2, 4)):
        firm, role, start = f.company(), f.fake.job(), year - p.rng.randint(1, 4)
        jobs.append({"company": firm.value, "title": role, "start_year": start, "end_year": year})
        p.sheet.lines([f"{role}, {firm.text}", f"{start} - {year}"], bold_first=True)
        year = start
    fields = {"company": TEXT, "title": TEXT, "start_year": INTEGER, "end_year": INTEGER}
    p.ask("work_experience|experience", _records(fields), jobs)
    _skills(p)


def _records(fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "properties": fields}}


def _skills(p: Paper) -> None:
    skills = p.rng.sample(
        ["Python", "SQL", "Excel", "Docker", "SAP", "AutoCAD", "Photoshop", "Tableau"], 4
    )
    p.ask("skills", LIST, skills)
    p.sheet.section(p.in_words("Skills|Kenntnisse|Compétences|Habilidades"))
    if p.rng.random() < 0.5:
        p.sheet.lines([f"• {skill}" for skill in skills])
    else:
        p.sheet.lines([", ".join(skills)])


def minutes(p: Paper) -> None:
    f = p.facts
    title = p.in_words("Minutes of the {} meeting|Protokoll der {}-Sitzung|Compte rendu de la réunion {}|Acta de la reunión {}").format(  # noqa: E501
        p.rng.choice(("Board", "Budget", "Safety", "Project Atlas"))
    )  # fmt: skip
    p.ask("meeting_title|title", TEXT, title)
    p.sheet.title(title)
    day, place, chair = f.day(), f.city(), f.person()
    p.ask("meeting_date|date", DAY, day.value)
    p.ask("location", TEXT, place.value)
    p.ask("chair|chairperson", TEXT, chair.value)
    people = [f.person().text for _ in range(p.rng.randint(3, 6))]
    p.ask("attendees|participants", LIST, people)
    said = [
        (p.in_words("Date|Datum|Date|Fecha"), day.text),
        (p.in_words("Location|Ort|Lieu|Lugar"), place.text),
        (p.in_words("Chair|Vorsitz|Président de séance|Presidente"), chair.text),
        (p.in_words("Attendees|Teilnehmer|Participants|Asistentes"), ", ".join(people)),
    ]
    p.sheet.lines([f"{label}: {value}" for label, value in said])
    p.sheet.section(p.in_words("Action items|Aufgaben|Actions|Tareas"))
    tasks = ["Send the report", "Check the figures", "Book the hall", "Call the supplier"]
    rows = [
        [f.said(task), f.person(), f.after(day, 5, 60)]
        for task in p.rng.sample(tasks, p.rng.randint(2, 4))
    ]
    names = ("task", "owner", "due_date")
    items = [dict(zip(names, (fact.value for fact in row), strict=True)) for row in rows]
    p.ask("action_items", _records({"task": TEXT, "owner": TEXT, "due_date": DAY}), items)
    heads = p.in_words("Task;Owner;Due|Aufgabe;Zuständig;Termin|Action;Responsable;Échéance|Tarea;Responsable;Fecha límite").split(";")  # noqa: E501  # fmt: skip
    p.sheet.table(heads, [[fact.text for fact in row] for row in rows], set())
    following = f.after(day, 14, 60)
    p.ask("next_meeting_date", DAY, following.value)
    p.paragraph(
        p.in_words(
            "The next meeting will be held on {}.|Die nächste Sitzung findet am {} statt.|"
            "La prochaine réunion aura lieu le {}.|La próxima reunión se celebrará el {}."
        ).format(following.text)
    )


def article(p: Paper) -> None:
    f = p.facts
    title = p.rng.choice((
        "Seasonal variation of soil moisture in alpine meadows",
        "A randomised trial of early physiotherapy after knee surgery",
        "Learning to rank candidates under label noise",
        "Thermal fatigue of welded joints in steel bridges",
    ))  # fmt: skip
    p.sheet.title(title)
    authors = [f.person().text for _ in range(p.rng.randint(2, 5))]
    email, doi = f.email(), f"10.{p.rng.randint(1000, 9999)}/{f.fake.bothify('????.####')}"
    p.sheet.lines([", ".join(authors)])
    words = p.rng.sample(["soil", "ranking", "steel", "knee", "trial", "fatigue", "noise"], 4)
    received = f.day()
    for path, schema, value in (
        ("title", TEXT, title), ("authors", LIST, authors), ("doi", TEXT, doi),
        ("corresponding_author_email|email", TEXT, email.value), ("keywords", LIST, words),
        ("received_date|date_received", DAY, received.value),
    ):  # fmt: skip
        p.ask(path, schema, value)
    size = p.rng.randint(12, 900)
    p.ask("sample_size|number_of_participants", INTEGER, size)
    p.sheet.section("Abstract")
    p.paragraph(
        f"We studied the question over three years. A total of {size} participants were enrolled "
        "and followed until the end of the study. The effect was larger than expected in the "
        "first year and vanished in the third, which earlier work had not reported."
    )
    p.sheet.lines([f"Keywords: {', '.join(words)}", f"Received: {received.text}", f"DOI: {doi}",
                   f"Correspondence: {email.text}"])  # fmt: skip


_HIRED = {"full_time": "Full-time|Vollzeit|Temps plein|Jornada completa",
          "part_time": "Part-time|Teilzeit|Temps partiel|Media jornada",
          "contract": "Contract|Befristet|CDD|Temporal"}  # fmt: skip


def job_ad(p: Paper) -> None:
    f = p.facts
    title = f.fake.job()
    p.ask("job_title|position", TEXT, title)
    p.sheet.title(title)
    company, city = f.company(), f.city()
    p.ask("company|employer|company_name", TEXT, company.value)
    p.ask("location|city", TEXT, city.value)
    p.sheet.lines([company.text, city.text])
    fact = f.one_of(_HIRED)
    p.ask("employment_type", TEXT | {"enum": list(_HIRED)}, fact.value)
    least = p.rng.randint(30, 70) * 1000
    low, high = f.number(least, least), f.number(least + 12000, least + 12000)
    p.ask("salary_min|salary.min", NUMBER, low.value)
    p.ask("salary_max|salary.max", NUMBER, high.value)
    limit = f.day()
    p.ask("application_deadline|deadline", DAY, limit.value)
    label = p.in_words("Employment type|Anstellungsart|Type de contrat|Tipo de contrato")
    pay = p.in_words("Salary|Gehalt|Salaire|Salario")
    p.sheet.lines([f"{label}: {fact.text}", f"{pay}: {low.text} - {high.text} {f.currency}"])
    remote = p.rng.random() < 0.5
    p.ask("remote|is_remote", TRUTH, remote)
    words = YES[p.language].split("|")
    home = p.in_words("Remote work|Homeoffice|Télétravail|Teletrabajo")
    p.sheet.choices(home, words, words[0 if remote else 1])
    email = f.email()
    p.ask("contact_email|email", TEXT | {"format": "email"}, email.value)
    p.paragraph(
        p.in_words(
            "Please send your application to {} by {}.|Bitte senden Sie Ihre Bewerbung bis zum {1} "
            "an {0}.|Merci d'envoyer votre candidature à {} avant le {}.|Envíe su candidatura a {} "
            "antes del {}."
        ).format(email.text, limit.text)
    )


def lease(p: Paper) -> None:
    f = p.facts
    p.sheet.title(p.in_words("Residential lease agreement|Wohnraummietvertrag|Contrat de location|"
                             "Contrato de arrendamiento"))  # fmt: skip
    owner, renter, place = f.person(), f.person(), f.address()
    rent, deposit = f.money(400, 3000), f.money(500, 6000)
    start = f.day()
    months = p.rng.choice((6, 12, 24, 36))
    for path, schema, fact in (
        ("landlord|landlord_name", TEXT, owner), ("tenant|tenant_name", TEXT, renter),
        ("property_address|premises_address", TEXT, place), ("monthly_rent|rent", NUMBER, rent),
        ("security_deposit|deposit", NUMBER, deposit), ("start_date|lease_start", DAY, start),
        ("term_months|lease_term_months", INTEGER, Fact(months, (str(months),))),
    ):  # fmt: skip
        p.ask(path, schema, fact.value)
    where = ", ".join(place.lines)
    parts = (
        "This lease is made between {0} (the Landlord) and {1} (the Tenant).|The Landlord lets to "
        "the Tenant the premises at {2}.|The lease begins on {3} and runs for a term of {6} "
        "months.|The monthly rent is {4}, payable in advance on the first day of each month.|On "
        "signing, the Tenant pays a security deposit of {5}.",
        "Zwischen {0} (Vermieter) und {1} (Mieter) wird folgender Mietvertrag geschlossen.|"
        "Vermietet wird die Wohnung {2}.|Das Mietverhältnis beginnt am {3} und läuft {6} Monate.|"
        "Die monatliche Miete beträgt {4} und ist im Voraus zu zahlen.|Der Mieter leistet eine "
        "Kaution in Höhe von {5}.",
        "Entre {0} (le bailleur) et {1} (le locataire), il a été convenu ce qui suit.|Le bailleur "
        "loue le logement situé {2}.|Le bail prend effet le {3} pour une durée de {6} mois.|Le "
        "loyer mensuel est fixé à {4}, payable d'avance.|Le locataire verse un dépôt de garantie "
        "de {5}.",
        "Entre {0} (el arrendador) y {1} (el arrendatario) se acuerda lo siguiente.|El arrendador "
        "cede la vivienda situada en {2}.|El contrato comienza el {3} y tiene una duración de {6} "
        "meses.|La renta mensual será de {4}, pagadera por adelantado.|El arrendatario entrega una "
        "fianza de {5}.",
    )
    place_of = {"en": 0, "de": 1, "fr": 2, "es": 3}.get(p.language, 0)
    values = (owner.text, renter.text, where, start.text, rent.text, deposit.text, months)
    for number, sentence in enumerate(parts[place_of].split("|"), 1):
        p.paragraph(f"{number}. {sentence.format(*values)}")


PROSE = (resume, minutes, article, job_ad, lease)
