"""Faults of vouchers: match, duplicates, dues, tax numbers, what they show, thresholds."""

from __future__ import annotations

from tests.app.validating.planting import Fault, add, both, change, settings

_EX = "expenses"

FAULTS = (
    # --- three-way match
    Fault("more invoiced than ordered", change(_EX, "EX-3", quantity=1.04, net=198095, tax=9905,
                                               gross=208000),
          "XL460", (_EX, "EX-3", "quantity")),
    Fault("more invoiced than accepted", change("acceptances", "AC-2", quantity=100,
                                                defective=99.1),
          "XL461", (_EX, "EX-3", "quantity")),
    Fault("service invoiced beyond what is accepted", both(
              change(_EX, "EX-3", quantity=None, unit_price=None),
              change("acceptances", "AC-2", quantity=0.9)),
          "XL461", (_EX, "EX-3", "quantity")),
    Fault("price above the order", change(_EX, "EX-3", unit_price=205000, net=195238, tax=9762,
                                          gross=205000),
          "XL462", (_EX, "EX-3", "unit_price")),
    Fault("paid on hold", change("acceptances", "AC-4", quantity=900),
          "XL463", (_EX, "EX-5", "paid_on")),
    Fault("second part paid on hold", both(
              add(_EX, like="EX-4", id="EX-8", date="2026-11-20", invoice_number="CD-30000014",
                  quantity=1, net=30000, tax=1500, gross=31500, bank_reference="FT-08",
                  claim_state="submitted")),
          "XL463", (_EX, "EX-8", "paid_on")),
    Fault("price paid above the order", change(
              _EX, "EX-5", unit_price=57, net=54286, tax=2714, gross=57000),
          "XL463", (_EX, "EX-5", "paid_on")),
    Fault("reduction not taken off", change("acceptances", "AC-2", result="reduced",
                                            price_reduction=10000),
          "XL464", (_EX, "EX-3", "gross")),
    Fault("credit note above the invoices", add(
              _EX, like="EX-3", id="EX-8", voucher_kind="credit", invoice_number="AL-001",
              quantity=None, unit_price=None, net=-214286, tax=-10714, gross=-225000,
              date="2026-11-26"),
          "XL465", (_EX, "EX-8", "gross")),
    # --- duplicates, dues
    Fault("same number written in another way", both(
              change("order_lines", "OL-3", quantity=4),
              change("acceptances", "AC-3", quantity=4),
              change("budget_lines", "BL-5", unit_price=120000),
              change("marketing_budget", "MB-1", planned=126000),
              change("budget_categories", "行銷", cap=None),
              add(_EX, like="EX-4", id="EX-8", date="2026-11-18", invoice_number="cd 3000-0004",
                  bank_reference="FT-08", quantity=1, net=30000, tax=1500, gross=31500,
                  voucher_kind="credit")),
          "XL466", (_EX, "EX-8", "invoice_number")),
    Fault("same receipt on another day", add(
              _EX, like="EX-7", id="EX-8", date="2026-11-21", budget_line="BL-8", gross=500,
              net=500, bank_reference="FT-08"),
          "XL466", (_EX, "EX-8", "invoice_number")),
    Fault("bank reference of another day", change(_EX, "EX-7", bank_reference="FT-06"),
          "XL467", (_EX, "EX-7", "bank_reference")),
    Fault("overdue", change(_EX, "EX-3", due="2026-12-09"), "XL468", (_EX, "EX-3", "due")),
    # --- tax numbers
    Fault("tax number with a wrong digit", change(_EX, "EX-3", payee_ubn="84149962"),
          "XL469", (_EX, "EX-3", "payee_ubn")),
    Fault("tax number of zeros", change("suppliers", "SUP-3", ubn="00000000"),
          "XL469", ("suppliers", "SUP-3", "ubn")),
    Fault("organiser's tax number", both(
              settings(organiser_ubn="50862138"),
              *(change(_EX, f"EX-{n}", buyer_ubn="50862138") for n in range(1, 6))),
          "XL469", ("settings", None, "organiser_ubn")),
    Fault("sponsor's tax number", change("sponsors", "SP-1", ubn="22555004"),
          "XL469", ("sponsors", "SP-1", "ubn")),
    Fault("tax number by the new rule only", change("suppliers", "SUP-4", ubn="62140097"),
          "XL470", ("suppliers", "SUP-4", "ubn")),
    Fault("made out to the client", change(_EX, "EX-3", buyer_ubn="04595257"),
          "XL471", (_EX, "EX-3", "buyer_ubn")),
    # --- what a voucher shows
    Fault("malformed invoice number", change(_EX, "EX-3", invoice_number="C2-0000003"),
          "XL472", (_EX, "EX-3", "invoice_number")),
    Fault("invoice without number", change(_EX, "EX-3", invoice_number=None),
          "XL473", (_EX, "EX-3", "invoice_number")),
    Fault("invoice without buyer", change(_EX, "EX-3", buyer_ubn=None),
          "XL473", (_EX, "EX-3", "buyer_ubn")),
    Fault("invoice without seller's number", change(_EX, "EX-3", payee_ubn=None),
          "XL473", (_EX, "EX-3", "payee_ubn")),
    Fault("fee receipt without ID", change(_EX, "EX-7", payee_id=None),
          "XL473", (_EX, "EX-7", "payee_id")),
    Fault("statement that nobody handled", change(_EX, "EX-7", voucher_kind="statement",
                                                  handled_by=None),
          "XL473", (_EX, "EX-7", "handled_by")),
    Fault("claimed late", change(_EX, "EX-1", claim_state="preparing"),
          "XL474", (_EX, "EX-1", "claim_state")),
    Fault("after the source closed", add("settlement_terms", source="FS-1",
                                         report_due="2026-11-24", reported_on="2026-11-24"),
          "XL475", (_EX, "EX-3", "date")),
    Fault("shared without shares", change(_EX, "EX-3", shared_with="綠境設計基金會 40 %"),
          "XL476", (_EX, "EX-3", "shared_with")),
    Fault("quantity times price is something else", change(_EX, "EX-7", quantity=2,
                                                           unit_price=10000),
          "XL477", (_EX, "EX-7", "quantity")),
    # --- thresholds
    Fault("threshold of before 2023", settings(small_purchase=100000),
          "XL478", ("settings", None, "small_purchase")),
    Fault("announcement threshold of before 2023", settings(announcement_purchase=1000000),
          "XL478", ("settings", None, "announcement_purchase")),
)  # fmt: skip
