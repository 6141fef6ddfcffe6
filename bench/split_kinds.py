"""Kinds of documents that split packets are made of: what they say, and topics as users put them.

The topics are worded apart from the documents: nobody who asks for "bills from suppliers" knows
what the suppliers wrote. `HELD_OUT` kinds were written after the splitter and never tuned on.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Kind:
    """`topics` are (name, description) as different users would ask for it."""

    titles: list[str]
    topics: list[tuple[str, str]]
    labels: list[str]
    columns: list[str]
    sentences: list[str]
    pages: tuple[int, int] = (1, 3)
    sections: list[str] = field(default_factory=list)


KINDS: dict[str, Kind] = {
    "invoice": Kind(
        ["INVOICE", "Tax Invoice", "Invoice No. 20931"],
        [
            ("Invoices", "Bills from suppliers that ask us to pay for goods or services"),
            ("Supplier bills", "Requests for payment sent by vendors, with amounts due"),
        ],
        ["Invoice number", "Bill to", "Date of issue", "Due date", "Subtotal", "VAT", "Total due"],
        ["Item", "Qty", "Unit price", "Amount"],
        [
            "Please remit payment within 30 days of the date shown above.",
            "Make cheques payable to the company named at the head of this page.",
            "Late payments attract interest of 1.5 % a month.",
            "Thank you for your business.",
            "Bank transfers should quote the number of this bill as reference.",
            "Goods remain our property until paid in full.",
        ],
        (1, 2),
    ),
    "lease": Kind(
        ["RESIDENTIAL LEASE AGREEMENT", "Tenancy Agreement", "Lease of Premises"],
        [
            ("Rental contracts", "Agreements between landlords and tenants about a home"),
            ("Leases", "Lease agreements for apartments, houses or other premises"),
        ],
        ["Landlord", "Tenant", "Premises", "Monthly rent", "Security deposit", "Term"],
        ["Room", "Condition at move-in", "Condition at move-out"],
        [
            "The Tenant shall pay rent in advance on the first day of each month.",
            "The Landlord shall keep the roof, walls and heating in good repair.",
            "No pets may be kept on the premises without written consent.",
            "The deposit shall be returned within 21 days after the premises are vacated.",
            "The Tenant shall not sublet any part of the dwelling.",
            "Either party may terminate this agreement on sixty days' notice.",
            "The Landlord may enter to inspect after giving 24 hours' notice.",
            "Utilities such as water, gas and electricity are borne by the Tenant.",
            "The Tenant shall keep the garden and the stairway clean.",
        ],
        (2, 5),
        ["Rent", "Repairs", "Use of the Premises", "Termination", "Deposit"],
    ),
    "resume": Kind(
        ["Maria K. Jensen", "Curriculum Vitae", "Thomas Reed, Software Engineer"],
        [
            ("Resumes", "CVs of people who apply for a job: their work history and education"),
            ("Candidates", "Profiles of job applicants with skills and experience"),
        ],
        ["Phone", "Email", "Nationality", "Languages"],
        ["Years", "Employer", "Position"],
        [
            "Led a team of five developers in building a payment platform.",
            "Bachelor of Science in Computer Science, graduated with honours.",
            "Fluent in English and Danish, working knowledge of Spanish.",
            "Responsible for hiring, mentoring and yearly reviews of junior staff.",
            "Skills: Python, SQL, project management, public speaking.",
            "References available on request.",
            "Volunteered as a coach for the local youth football club.",
            "Promoted to senior analyst after two years with the company.",
        ],
        (1, 2),
        ["Experience", "Education", "Skills", "Interests"],
    ),
    "lab report": Kind(
        ["LABORATORY REPORT", "Haematology Results", "Clinical Chemistry"],
        [
            ("Medical tests", "Results of blood tests and other examinations of a patient"),
            ("Lab results", "Reports from a medical laboratory with measured values"),
        ],
        ["Patient", "Date of birth", "Specimen", "Ordering physician", "Collected"],
        ["Test", "Result", "Reference range", "Flag"],
        [
            "Haemoglobin and platelet count are within normal limits.",
            "Fasting glucose is mildly elevated; repeat the test in three months.",
            "The specimen was received in good condition and was not haemolysed.",
            "Cholesterol is above the recommended range for adults.",
            "Results were reviewed by the consulting pathologist.",
            "Creatinine clearance suggests normal kidney function.",
        ],
        (1, 3),
    ),
    "bank statement": Kind(
        ["Account Statement", "Your current account", "Statement of Account No. 7"],
        [
            ("Bank statements", "Monthly overviews of a bank account with its transactions"),
            ("Account movements", "Lists of deposits to and withdrawals from a bank account"),
        ],
        ["Account holder", "IBAN", "Opening balance", "Closing balance", "Statement period"],
        ["Date", "Transaction", "Debit", "Credit", "Balance"],
        [
            "Please check the entries and tell your branch of any error within 60 days.",
            "Overdraft interest is charged at the rate agreed with you.",
            "Deposits are protected up to the statutory limit.",
            "Card payments abroad are converted at the rate of the day.",
            "Standing orders are carried out on the first working day.",
        ],
        (1, 4),
    ),
    "minutes": Kind(
        ["Minutes of the Board Meeting", "Minutes", "Meeting of the Steering Committee"],
        [
            ("Meeting minutes", "Records of what was discussed and decided in meetings"),
            ("Protocols", "Notes of board or committee meetings with attendees and decisions"),
        ],
        ["Present", "Apologies", "Chair", "Secretary", "Venue"],
        ["Action", "Owner", "Due"],
        [
            "The chair opened the meeting at 10:05 and welcomed the members.",
            "The minutes of the previous meeting were approved without changes.",
            "It was resolved to appoint a new treasurer at the next session.",
            "Mr Okafor reported on the progress of the building works.",
            "The committee agreed to postpone the vote on the membership fee.",
            "There being no further business, the meeting closed at noon.",
            "Members discussed the proposal and asked for a second opinion.",
        ],
        (1, 3),
        ["Attendance", "Matters arising", "Any other business"],
    ),
    "paper": Kind(
        [
            "Soil Moisture and Root Growth in Dry Grassland",
            "A Study of Graph Colouring Heuristics",
            "On the Drift of Ocean Buoys",
        ],
        [
            ("Research papers", "Scientific articles with abstract, methods and references"),
            ("Academic articles", "Studies published in journals that report experiments"),
        ],
        ["Keywords", "Corresponding author", "Received", "Accepted"],
        ["Treatment", "n", "Mean", "SD", "p"],
        [
            "Abstract. We study how growth depends on the availability of water.",
            "The hypothesis was tested with a two-sided test at the five percent level.",
            "Previous work [3, 7] reported an effect of similar size.",
            "Samples were drawn at random from twelve plots over three seasons.",
            "Our results suggest that the model underestimates variance.",
            "Figure 2 shows the distribution of residuals for both groups.",
            "We thank the reviewers for helpful comments on an earlier draft.",
            "The algorithm converges in polynomial time on sparse graphs.",
            "Further research should address the limits of the data set.",
        ],
        (3, 7),
        ["Introduction", "Methods", "Results", "Discussion", "References"],
    ),
    "insurance": Kind(
        ["Home Insurance Policy", "Certificate of Insurance", "Policy Schedule"],
        [
            ("Insurance policies", "Contracts of insurance that say what is covered"),
            ("Coverage", "Documents on insurance cover, premiums, exclusions and claims"),
        ],
        ["Policyholder", "Policy number", "Premium", "Sum insured", "Excess"],
        ["Cover", "Limit", "Deductible"],
        [
            "We will pay for loss of or damage to the buildings caused by fire or flood.",
            "Claims must be notified within fourteen days of the event.",
            "This policy does not cover wear and tear or gradual deterioration.",
            "The premium is payable yearly in advance.",
            "Cover ends if the home is left unoccupied for more than sixty days.",
            "The insured must take reasonable care to prevent loss.",
            "We may cancel the policy by giving thirty days' notice in writing.",
        ],
        (2, 5),
        ["What is covered", "Exclusions", "How to claim", "General conditions"],
    ),
    "manual": Kind(
        ["Dishwasher DW-400 User Guide", "Installation and Operation", "Owner's Manual"],
        [
            ("Manuals", "Instructions for using, installing and maintaining a machine"),
            ("User guides", "Operating instructions of devices and appliances"),
        ],
        ["Model", "Voltage", "Weight", "Dimensions"],
        ["Symptom", "Possible cause", "Remedy"],
        [
            "Press and hold the power button for three seconds.",
            "Unplug the appliance before cleaning the filter.",
            "Warning: never remove the cover while the motor is running.",
            "Connect the hose to the cold water tap and tighten by hand.",
            "If the red light blinks, refill the salt container.",
            "Store the device in a dry place out of the reach of children.",
            "Select the programme with the dial, then close the door.",
        ],
        (3, 6),
        ["Safety", "Getting started", "Cleaning and care", "Troubleshooting"],
    ),
    "payslip": Kind(
        ["Pay Slip", "Earnings Statement", "Salary advice for March"],
        [
            ("Payslips", "Monthly statements of wages paid to an employee"),
            ("Payroll", "Salary statements with gross pay, deductions and net pay"),
        ],
        ["Employee", "Staff no.", "Pay period", "Gross pay", "Income tax", "Net pay"],
        ["Earnings", "Hours", "Rate", "This period", "Year to date"],
        [
            "Net pay has been transferred to the account you gave us.",
            "Pension contributions are deducted before tax.",
            "Overtime is paid at one and a half times the hourly rate.",
            "Holiday entitlement remaining this year: eleven days.",
        ],
        (1, 1),
    ),
    "Mietvertrag": Kind(
        ["Mietvertrag über Wohnraum", "Wohnungsmietvertrag"],
        [("Mietverträge", "Verträge zwischen Vermieter und Mieter über eine Wohnung")],
        ["Vermieter", "Mieter", "Mietbeginn", "Kaltmiete", "Kaution"],
        ["Raum", "Fläche", "Zustand"],
        [
            "Der Mieter zahlt die Miete monatlich im Voraus.",
            "Schönheitsreparaturen trägt der Mieter nach Maßgabe des Gesetzes.",
            "Der Vermieter darf die Wohnung nach Ankündigung betreten.",
            "Die Kündigungsfrist beträgt drei Monate zum Monatsende.",
            "Haustiere bedürfen der Zustimmung des Vermieters.",
        ],
        (2, 3),
        ["Mietzins", "Kündigung", "Instandhaltung"],
    ),
    "facture": Kind(
        ["FACTURE", "Facture n° 2024-118"],
        [("Factures", "Demandes de paiement envoyées par des fournisseurs")],
        ["Numéro de facture", "Client", "Échéance", "Total HT", "TVA", "Net à payer"],
        ["Désignation", "Quantité", "Prix unitaire", "Montant"],
        [
            "Merci de régler cette facture sous trente jours.",
            "Tout retard de paiement entraîne des pénalités.",
            "Escompte pour paiement anticipé : néant.",
        ],
        (1, 2),
    ),
}
