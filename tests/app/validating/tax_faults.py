"""Faults of business tax and of what is withheld from payments to persons."""

from __future__ import annotations

from typing import Any

from tests.app.validating.planting import Fault, Plan, add, both, change

_EX = "expenses"


def fee(gross: int, withheld: int, premium: int, **more: Any) -> Any:
    """A plan with room for a fee, and EX-7 as that fee."""

    def plant(plan: Plan) -> None:
        plan.change("budget_lines", "BL-4", unit_price=50000)
        plan.change("budget_categories", "節目", cap=None)
        plan.change(_EX, "EX-7", gross=gross, net=gross, withheld=withheld, premium=premium, **more)

    return plant


FAULTS = (
    # --- business tax
    Fault("tax off by two dollars", change(_EX, "EX-3", net=190474, tax=9526),
          "XL480", (_EX, "EX-3", "tax")),
    Fault("tax added to prices with tax", both(
              change("budget_lines", "BL-6", unit_price=70),
              change("marketing_budget", "MB-2", planned=50000),
              change("budget_categories", "行銷", cap=None),
              change("order_lines", "OL-4", unit_price=57.75),
              change("quotes", "QT-4", unit_price=57.75),
              change(_EX, "EX-5", net=55000, tax=2750, gross=57750)),
          "XL481", (_EX, "EX-5", "tax_kind")),
    Fault("taxed without tax", change(_EX, "EX-3", net=200000, tax=0),
          "XL482", (_EX, "EX-3", "tax")),
    Fault("tax on what is exempt", change(_EX, "EX-3", tax_kind="none"),
          "XL483", (_EX, "EX-3", "tax")),
    Fault("total that does not add up", change(_EX, "EX-3", net=190478),
          "XL484", (_EX, "EX-3", "gross")),
    # --- withholding
    Fault("nothing withheld", fee(30000, 0, 633), "XL485", (_EX, "EX-7", "withheld")),
    Fault("withheld too little", fee(30000, 2900, 633), "XL485", (_EX, "EX-7", "withheld")),
    Fault("withheld below the exemption", fee(18000, 1800, 0),
          "XL486", (_EX, "EX-7", "withheld")),
    Fault("premium forgotten", fee(30000, 3000, 0), "XL487", (_EX, "EX-7", "premium")),
    Fault("premium by the rate of before 2021", fee(30000, 3000, 573),
          "XL487", (_EX, "EX-7", "premium")),
    Fault("premium below the threshold", fee(19999, 0, 422), "XL488", (_EX, "EX-7", "premium")),
    Fault("premium of a non-resident", fee(30000, 6000, 633, resident="no"),
          "XL488", (_EX, "EX-7", "premium")),
    Fault("rate of residents for a non-resident", fee(30000, 3000, 0, resident="no"),
          "XL489", (_EX, "EX-7", "withheld")),
    Fault("nothing withheld from a non-resident", fee(18000, 0, 0, resident="no"),
          "XL485", (_EX, "EX-7", "withheld")),
    Fault("premium of the pay after tax", fee(30000, 3000, 570),
          "XL490", (_EX, "EX-7", "premium")),
    Fault("year without rates", both(
              fee(20000, 0, 0, income_kind="part_time_wage", paid_on=None, due="2027-01-10")),
          "XL491", (_EX, "EX-7", "income_kind")),
    Fault("fee without kind of income", change(_EX, "EX-7", income_kind="none"),
          "XL492", (_EX, "EX-7", "income_kind")),
    Fault("withheld from a business", change(_EX, "EX-3", withheld=100),
          "XL493", (_EX, "EX-3", "income_kind")),
    # --- handed over
    Fault("withheld and kept", both(
              fee(30000, 3000, 633, paid_on="2026-10-02", date="2026-10-01",
                  bank_reference="FT-08"),
              add("tax_remittances", id="TR-1", kind="premium", period="2026-10", amount=633,
                  paid_on="2026-11-05")),
          "XL494", (_EX, "EX-7", "withheld")),
    Fault("premium kept", both(
              fee(20000, 0, 422, paid_on="2026-10-02", date="2026-10-01", bank_reference="FT-08"),
              add("tax_remittances", id="TR-1", kind="premium", period="2026-10", amount=400,
                  paid_on="2026-11-05")),
          "XL494", (_EX, "EX-7", "premium")),
    Fault("remitted too much", add("tax_remittances", id="TR-1", kind="income_tax",
                                   period="2026-11", amount=300, paid_on="2026-12-05"),
          "XL495", ("tax_remittances", "TR-1", "amount")),
)  # fmt: skip

# What looks like one of the faults, and is right.
RIGHT = (
    ("speaker of the domain page", fee(30000, 3000, 633)),
    ("non-resident at 20 %", fee(30000, 6000, 0, resident="no")),
    ("payroll list of many people", fee(30000, 0, 0, voucher_kind="payroll")),
    ("own employee's monthly pay", fee(30000, 0, 0, income_kind="salary")),
    ("withheld and handed over", both(
        fee(30000, 3000, 633, paid_on="2026-10-02", date="2026-10-01", bank_reference="FT-08"),
        add("tax_remittances", id="TR-1", kind="income_tax", period="2026-10", amount=3000,
            paid_on="2026-11-05"),
        add("tax_remittances", id="TR-2", kind="premium", period="2026-10", amount=633,
            paid_on="2026-11-05"))),
    ("refund of a fee", both(
        fee(30000, 3000, 633),
        add(_EX, like="EX-7", id="EX-8", gross=-30000, net=-30000, withheld=0, premium=0,
            invoice_number="R-0107", date="2026-11-28", bank_reference="FT-08"))),
    ("tax off by the tolerance", change(_EX, "EX-3", net=190477, tax=9523)),
    ("invoice number with a hyphen and small letters", change(
        _EX, "EX-3", invoice_number="cd-20000003")),
    ("two vouchers of one transfer", change(_EX, "EX-7", bank_reference="FT-06",
                                            paid_on="2026-12-04")),
    ("overdue, but given back", change(_EX, "EX-3", due="2026-12-09", claim_state="returned")),
    ("part within tolerance", change(_EX, "EX-5", quantity=1010, net=52905, tax=2645,
                                     gross=55550)),
    ("years of rates of the workbook", both(
        fee(20000, 0, 0, income_kind="part_time_wage", paid_on=None, due="2027-01-10"),
        add("own_rates", rate="minimum_wage", value=30000, valid_from="2027-01-01"),
        add("own_rates", rate="withholding_salary_from", value=91000,
            valid_from="2027-01-01"))),
)  # fmt: skip
