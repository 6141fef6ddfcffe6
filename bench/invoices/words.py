"""What the invoices say in each language: labels in variants, companies, goods, money and dates."""

from __future__ import annotations

import datetime

LANGUAGES = ("en", "de", "fr", "es", "it")

LABELS: dict[str, dict[str, list[str]]] = {
    "en": {
        "title": ["INVOICE", "Tax Invoice", "Invoice"],
        "invoice_number": ["Invoice No.", "Invoice number", "Invoice #"],
        "invoice_date": ["Invoice date", "Date of issue", "Date"],
        "due_date": ["Due date", "Payment due", "Pay by"],
        "order_number": ["PO number", "Purchase order", "Your order no."],
        "buyer": ["Bill to", "Billed to", "Customer"],
        "seller": ["From", "Supplier", "Seller"],
        "tax_id": ["VAT No.", "VAT Reg. No.", "VAT ID"],
        "iban": ["IBAN"],
        "description": ["Description", "Item", "Details"],
        "quantity": ["Qty", "Quantity", "Units"],
        "unit_price": ["Unit price", "Price each", "Rate"],
        "amount": ["Amount", "Line total", "Total"],
        "code": ["Item code", "SKU", "Art. no."],
        "pos": ["#", "Pos.", "No."],
        "subtotal": ["Subtotal", "Net amount", "Total excl. VAT"],
        "tax": ["VAT", "VAT amount", "plus VAT"],
        "total": ["Total", "Grand total", "Amount due"],
        "thanks": ["Thank you for your business.", "Goods remain our property until paid in full."],
        "phone": ["Tel."],
        "page": ["Page 1 of 1"],
    },
    "de": {
        "title": ["RECHNUNG", "Rechnung"],
        "invoice_number": ["Rechnungsnummer", "Rechnung Nr.", "Rechnungs-Nr."],
        "invoice_date": ["Rechnungsdatum", "Datum", "Ausstellungsdatum"],
        "due_date": ["Fällig am", "Zahlbar bis", "Fälligkeitsdatum"],
        "order_number": ["Bestellnummer", "Ihre Bestellung", "Auftragsnummer"],
        "buyer": ["Rechnungsempfänger", "Rechnung an", "Kunde"],
        "seller": ["Lieferant", "Absender", "Verkäufer"],
        "tax_id": ["USt-IdNr.", "USt-ID", "Umsatzsteuer-ID"],
        "iban": ["IBAN"],
        "description": ["Bezeichnung", "Beschreibung", "Leistung"],
        "quantity": ["Menge", "Anzahl", "Stück"],
        "unit_price": ["Einzelpreis", "Preis/Stück", "E-Preis"],
        "amount": ["Betrag", "Gesamtpreis", "Gesamt"],
        "code": ["Artikelnr.", "Art.-Nr.", "Artikelnummer"],
        "pos": ["Pos.", "Nr.", "#"],
        "subtotal": ["Zwischensumme", "Nettobetrag", "Summe netto"],
        "tax": ["MwSt.", "zzgl. MwSt.", "Umsatzsteuer"],
        "total": ["Gesamtbetrag", "Rechnungsbetrag", "Zu zahlen"],
        "thanks": ["Vielen Dank für Ihren Auftrag.", "Es gelten unsere Geschäftsbedingungen."],
        "phone": ["Telefon"],
        "page": ["Seite 1 von 1"],
    },
    "fr": {
        "title": ["FACTURE", "Facture"],
        "invoice_number": ["Facture n°", "Numéro de facture", "N° de facture"],
        "invoice_date": ["Date de facture", "Date", "Date d'émission"],
        "due_date": ["Échéance", "Date d'échéance", "À régler avant le"],
        "order_number": ["N° de commande", "Votre commande", "Bon de commande"],
        "buyer": ["Facturé à", "Client", "Adresse de facturation"],
        "seller": ["Fournisseur", "Vendeur", "Émetteur"],
        "tax_id": ["N° TVA", "TVA intracommunautaire", "Numéro de TVA"],
        "iban": ["IBAN"],
        "description": ["Désignation", "Description", "Libellé"],
        "quantity": ["Qté", "Quantité", "Nombre"],
        "unit_price": ["Prix unitaire", "P.U. HT", "Prix unit."],
        "amount": ["Montant", "Montant HT", "Total HT"],
        "code": ["Réf. article", "Code article", "Référence"],
        "pos": ["N°", "Ligne", "#"],
        "subtotal": ["Sous-total", "Total HT", "Montant HT"],
        "tax": ["TVA", "Montant TVA", "Total TVA"],
        "total": ["Total TTC", "Net à payer", "Montant TTC"],
        "thanks": ["Merci de votre confiance.", "Pas d'escompte pour paiement anticipé."],
        "phone": ["Tél."],
        "page": ["Page 1 sur 1"],
    },
    "es": {
        "title": ["FACTURA", "Factura"],
        "invoice_number": ["Factura n.º", "Número de factura", "N.º factura"],
        "invoice_date": ["Fecha de factura", "Fecha", "Fecha de emisión"],
        "due_date": ["Vencimiento", "Fecha de vencimiento", "Pagar antes de"],
        "order_number": ["N.º de pedido", "Su pedido", "Número de pedido"],
        "buyer": ["Facturar a", "Cliente", "Datos del cliente"],
        "seller": ["Proveedor", "Emisor", "Vendedor"],
        "tax_id": ["NIF", "CIF", "N.I.F."],
        "iban": ["IBAN"],
        "description": ["Descripción", "Concepto", "Artículo"],
        "quantity": ["Cantidad", "Cant.", "Uds."],
        "unit_price": ["Precio unitario", "Precio unit.", "Precio"],
        "amount": ["Importe", "Total", "Importe total"],
        "code": ["Código", "Referencia", "Cód. artículo"],
        "pos": ["Línea", "N.º", "#"],
        "subtotal": ["Base imponible", "Subtotal", "Total sin IVA"],
        "tax": ["IVA", "Cuota IVA", "Importe IVA"],
        "total": ["Total factura", "Total a pagar", "Importe total"],
        "thanks": ["Gracias por su confianza.", "Operación sujeta a las condiciones generales."],
        "phone": ["Teléfono"],
        "page": ["Página 1 de 1"],
    },
    "it": {
        "title": ["FATTURA", "Fattura"],
        "invoice_number": ["Fattura n.", "Numero fattura", "N. fattura"],
        "invoice_date": ["Data fattura", "Data", "Data di emissione"],
        "due_date": ["Scadenza", "Data di scadenza", "Da pagare entro"],
        "order_number": ["Ordine n.", "Numero ordine", "Vostro ordine"],
        "buyer": ["Cliente", "Spett.le", "Intestatario"],
        "seller": ["Fornitore", "Emittente", "Cedente"],
        "tax_id": ["P. IVA", "Partita IVA", "P.IVA"],
        "iban": ["IBAN"],
        "description": ["Descrizione", "Articolo", "Prodotto"],
        "quantity": ["Quantità", "Q.tà", "Qta"],
        "unit_price": ["Prezzo unitario", "Prezzo unit.", "Prezzo"],
        "amount": ["Importo", "Totale riga", "Totale"],
        "code": ["Codice", "Cod. articolo", "Codice articolo"],
        "pos": ["Riga", "N.", "#"],
        "subtotal": ["Imponibile", "Subtotale", "Totale imponibile"],
        "tax": ["IVA", "Imposta", "Importo IVA"],
        "total": ["Totale fattura", "Totale da pagare", "Totale documento"],
        "thanks": ["Grazie per la fiducia.", "Contributo ambientale assolto ove dovuto."],
        "phone": ["Telefono"],
        "page": ["Pagina 1 di 1"],
    },
}

COMPANIES: dict[str, list[tuple[str, str, str]]] = {
    "en": [
        ("Harrow & Pike Ltd", "14 Quayside Lane", "Bristol BS1 4QD"),
        ("Bellweather Instruments plc", "220 Foundry Road", "Leeds LS9 8AG"),
        ("Tamarack Outdoor Inc.", "4810 Alder Street", "Portland, OR 97205"),
        ("Copperfield Studios", "7 Mill Court", "Norwich NR3 1JU"),
    ],
    "de": [
        ("Lindenau Feinwerk GmbH", "Werftstraße 18", "24143 Kiel"),
        ("Brandt & Söhne KG", "Am Alten Markt 3", "96047 Bamberg"),
        ("Nordlicht Medien AG", "Schanzenweg 41", "20357 Hamburg"),
        ("Gärtnerei Hohenfels e.K.", "Talstraße 9", "72379 Hechingen"),
    ],
    "fr": [
        ("Atelier Vauclair SARL", "12 rue des Tanneurs", "37000 Tours"),
        ("Mécanique du Rhône SAS", "85 avenue Jean Jaurès", "69007 Lyon"),
        ("Librairie Montreuil", "4 place du Marché", "93100 Montreuil"),
        ("Boulonnerie Estève SA", "27 chemin de la Plaine", "31200 Toulouse"),
    ],
    "es": [
        ("Talleres Aranda S.L.", "Calle de Alcalá 214", "28028 Madrid"),
        ("Cerámicas Levante S.A.", "Avenida del Puerto 77", "46021 Valencia"),
        ("Distribuciones Ebro S.L.U.", "Polígono Malpica 9", "50016 Zaragoza"),
        ("Imprenta Guadalquivir", "Calle Feria 33", "41003 Sevilla"),
    ],
    "it": [
        ("Officine Bellandi S.r.l.", "Via dei Mille 46", "25122 Brescia"),
        ("Tessitura Lariana S.p.A.", "Viale Innocenzo XI 12", "22100 Como"),
        ("Vetreria Marangon S.n.c.", "Corso Garibaldi 150", "35122 Padova"),
        ("Studio Pellegrini", "Piazza Santo Stefano 5", "40125 Bologna"),
    ],
}

GOODS: dict[str, list[str]] = {
    "en": ["Brass hinge, polished", "On-site survey", "Canvas rucksack 30 l", "Copy editing",
           "Steel bracket", "Annual maintenance plan", "Reading lamp", "Freight to depot"],
    "de": ["Messinggriff, poliert", "Montage vor Ort", "Rucksack 30 l", "Lektorat",
           "Stahlwinkel verzinkt", "Wartung jährlich", "Leselampe", "Anlieferung"],
    "fr": ["Poignée en laiton", "Pose sur site", "Sac à dos 30 l", "Relecture",
           "Équerre acier", "Contrat d'entretien", "Lampe de bureau", "Transport"],
    "es": ["Tirador de latón", "Montaje en obra", "Mochila 30 l", "Corrección de textos",
           "Escuadra de acero", "Mantenimiento anual", "Lámpara de mesa", "Porte a destino"],
    "it": ["Maniglia in ottone", "Montaggio in sede", "Zaino 30 l", "Revisione testi",
           "Squadra in acciaio", "Manutenzione annuale", "Lampada da tavolo", "Consegna"],
}  # fmt: skip

RATES = {"en": 20, "de": 19, "fr": 20, "es": 21, "it": 22}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre "
    "noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
}


def money(amount: float, language: str, style: int) -> str:
    """An amount as the language prints it; `style` varies the currency mark."""
    text = f"{amount:,.2f}"
    if language != "en":
        thousands = {"fr": " ", "de": ".", "es": ".", "it": "."}[language]
        text = text.replace(",", "_").replace(".", ",").replace("_", thousands)
    if style == 0:
        return text
    sign = "£" if language == "en" else "€"
    return f"{sign}{text}" if language == "en" else f"{text} {sign}"


def date(day: datetime.date, language: str, style: int) -> str:
    """A date as the language prints it, in one of three styles."""
    month = _MONTHS[language].split()[day.month - 1]
    if style == 0:
        mark = {"en": "/", "de": ".", "fr": "/", "es": "/", "it": "/"}[language]
        return f"{day.day:02d}{mark}{day.month:02d}{mark}{day.year}"
    if style == 1:
        return day.isoformat()
    forms = {"de": f"{day.day}. {month} {day.year}", "es": f"{day.day} de {month} de {day.year}"}
    return forms.get(language, f"{day.day} {month} {day.year}")
