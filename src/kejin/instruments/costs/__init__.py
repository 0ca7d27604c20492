"""Cost after subsidy 补贴后成本: what borrowing costs once everything has been paid and claimed."""

from kejin.instruments.costs.costing import Cost, cost_of, cost_of_flows
from kejin.instruments.costs.flows import Fee, Flow, FlowRow, Purpose, fee_flows, fee_rows, loan_flows
from kejin.instruments.costs.many import Costs, costs_of
from kejin.instruments.costs.renewal import Bridge, bridged, renewed
from kejin.instruments.costs.subsidies import Basis, Borrowed, Claim, Limit, Subsidy, subsidy_rows

__all__ = [
    "Basis",
    "Borrowed",
    "Bridge",
    "Claim",
    "Cost",
    "Costs",
    "Fee",
    "Flow",
    "FlowRow",
    "Limit",
    "Purpose",
    "Subsidy",
    "bridged",
    "cost_of",
    "cost_of_flows",
    "costs_of",
    "fee_flows",
    "fee_rows",
    "loan_flows",
    "renewed",
    "subsidy_rows",
]
