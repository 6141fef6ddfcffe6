"""Kinds of documents the splitter was never tuned on; see `bench.split_kinds`."""

from __future__ import annotations

from bench.split_kinds import Kind

HELD_OUT: dict[str, Kind] = {
    "bill of lading": Kind(
        ["BILL OF LADING", "Ocean Waybill", "Combined Transport Document"],
        [
            ("Shipping papers", "Documents that travel with freight sent by ship or truck"),
            ("Bills of lading", "Carrier receipts for cargo with shipper and consignee"),
        ],
        ["Shipper", "Consignee", "Notify party", "Vessel", "Port of loading", "Port of discharge"],
        ["Container no.", "Packages", "Gross weight", "Measurement"],
        [
            "Received by the carrier in apparent good order unless noted otherwise.",
            "Freight prepaid. Demurrage is charged after five free days.",
            "The goods may be stowed on deck at the shipper's risk.",
            "One original must be surrendered in exchange for the cargo.",
            "Hazardous goods must be declared before loading.",
        ],
        (1, 2),
    ),
    "court": Kind(
        ["IN THE DISTRICT COURT", "Plaintiff v. Defendant", "Motion to Dismiss"],
        [
            ("Court filings", "Papers submitted to a judge in a lawsuit"),
            ("Litigation", "Complaints, motions and orders of legal proceedings"),
        ],
        ["Case No.", "Plaintiff", "Defendant", "Judge", "Filed"],
        ["Exhibit", "Description", "Admitted"],
        [
            "Plaintiff respectfully moves this Court for an order compelling discovery.",
            "The complaint fails to state a claim upon which relief can be granted.",
            "Counsel for the defendant was served by certified mail.",
            "The hearing is set for the ninth of May in courtroom 4.",
            "WHEREFORE, the plaintiff prays for judgment and costs.",
            "The witness testified under oath that the signature was forged.",
        ],
        (2, 4),
        ["Background", "Argument", "Prayer for Relief"],
    ),
    "recipe": Kind(
        ["Lentil Soup with Lemon", "Grandmother's Apple Cake", "Roast Vegetables"],
        [
            ("Recipes", "Instructions for cooking dishes, with ingredients"),
            ("Cooking", "How to prepare meals at home"),
        ],
        ["Serves", "Preparation", "Oven", "Difficulty"],
        ["Ingredient", "Amount", "Note"],
        [
            "Chop the onions finely and fry them in butter until golden.",
            "Add the flour, eggs and sugar and stir until smooth.",
            "Bake for forty minutes, then let cool on a rack.",
            "Season with salt, pepper and a squeeze of lemon.",
            "Bring to the boil, cover, and simmer over low heat.",
            "Serve hot with fresh bread and a green salad.",
        ],
        (1, 2),
        ["Ingredients", "Method"],
    ),
    "press release": Kind(
        ["FOR IMMEDIATE RELEASE", "Northwind opens plant in Aarhus", "News Release"],
        [
            ("Press releases", "Announcements of a company to newspapers and the public"),
            ("News", "Statements to the media about products, results or people"),
        ],
        ["Media contact", "Embargo", "Release date"],
        ["Year", "Revenue", "Employees"],
        [
            "The company today announced that it will open a new plant next spring.",
            "We are thrilled to bring this product to customers, said the chief executive.",
            "Shares rose by four percent after the announcement.",
            "The company employs 1,200 people in eleven countries.",
            "Journalists may register for the conference by e-mail.",
        ],
        (1, 2),
    ),
    "transcript": Kind(
        ["Official Transcript", "Academic Record", "Transcript of Grades"],
        [
            ("Transcripts", "Grades of a student at a school or university"),
            ("Student records", "Courses a student took, credits and marks"),
        ],
        ["Student", "Matriculation", "Degree programme", "Advisor", "GPA"],
        ["Course", "Credits", "Grade", "Semester"],
        [
            "The cumulative average is computed from all graded courses.",
            "Courses marked W were withdrawn before the end of term.",
            "The student was placed on the Dean's List in the autumn.",
            "This record is valid only with the seal of the registrar.",
        ],
        (1, 2),
    ),
    "tax form": Kind(
        ["Individual Income Tax Return", "Schedule C", "Form 77: Taxable Income"],
        [
            ("Tax returns", "Yearly declarations of income to the tax office"),
            ("Taxes", "Forms filed with the revenue authority"),
        ],
        ["Taxpayer", "Social security number", "Filing status", "Refund", "Spouse"],
        ["Line", "Description", "Amount"],
        [
            "Enter the amount from line 12 and subtract the standard deduction.",
            "If you are married and file jointly, tick the second box.",
            "Attach form 8812 if you claim the credit for children.",
            "Under penalties of perjury I declare that this return is true.",
            "Keep records of expenses for at least seven years.",
        ],
        (1, 3),
    ),
    "accident": Kind(
        ["Incident Report", "Traffic Collision Report", "Report of Injury"],
        [
            ("Accident reports", "Descriptions of accidents and injuries by officers"),
            ("Incidents", "What happened, who was hurt and who saw it"),
        ],
        ["Reporting officer", "Location", "Weather", "Injured party", "Witness"],
        ["Vehicle", "Driver", "Damage"],
        [
            "Unit 1 was travelling north when it struck the rear of unit 2.",
            "The driver complained of neck pain and was taken to hospital.",
            "The road was wet and the traffic light was not working.",
            "No citation was issued at the scene.",
            "The ladder slipped and the worker fell about two metres.",
        ],
        (1, 2),
    ),
    "loan": Kind(
        ["Loan Application", "Mortgage Application Form", "Request for Credit"],
        [
            ("Loan applications", "Forms by which people ask a bank for a loan or mortgage"),
            ("Credit requests", "Borrowers' requests for money with income and collateral"),
        ],
        ["Applicant", "Amount requested", "Purpose", "Annual income", "Collateral"],
        ["Creditor", "Balance owed", "Monthly payment"],
        [
            "I authorise the lender to obtain my credit history.",
            "The borrower intends to use the funds to purchase a dwelling.",
            "Interest is fixed for the first ten years of the term.",
            "List all debts, including car loans and credit cards.",
            "False statements may lead to rejection of this application.",
        ],
        (1, 3),
    ),
    "syllabus": Kind(
        ["Course Syllabus: Introduction to Geology", "Syllabus", "BIO 204 Ecology"],
        [
            ("Course outlines", "Plans of university classes with readings and exams"),
            ("Syllabi", "What a course teaches, week by week, and how it is graded"),
        ],
        ["Instructor", "Office hours", "Textbook", "Prerequisites"],
        ["Week", "Topic", "Reading"],
        [
            "The final exam counts for forty percent of the grade.",
            "Students are expected to read the chapter before each lecture.",
            "Late homework loses ten points a day.",
            "Attendance at laboratory sessions is mandatory.",
            "By the end of the class you will be able to identify minerals.",
        ],
        (1, 3),
        ["Objectives", "Grading", "Schedule"],
    ),
    "will": Kind(
        ["Last Will and Testament", "Testament of Harold Finch", "Codicil"],
        [
            ("Wills", "Testaments that say who inherits after a death"),
            ("Inheritance", "Last wills, estates and heirs"),
        ],
        ["Testator", "Executor", "Witnesses"],
        ["Beneficiary", "Share", "Bequest"],
        [
            "I revoke all former wills and codicils made by me.",
            "I give my house and its contents to my daughter.",
            "I appoint my brother as executor of this will.",
            "The residue of my estate shall be divided equally among my children.",
            "Signed in the presence of both witnesses, who signed in mine.",
        ],
        (1, 3),
    ),
}
