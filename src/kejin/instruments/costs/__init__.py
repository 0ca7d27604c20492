"""Cost after subsidy 补贴后成本: what borrowing costs once everything has been paid and claimed."""

from kejin.instruments.costs.costing import Cost, cost_of, cost_of_flows
from kejin.instruments.costs.flows import Fee, Flow, Purpose, fee_flows, loan_flows
from kejin.instruments.costs.renewal import Bridge, bridged, renewed
from kejin.instruments.costs.subsidies import Basis, Borrowed, Claim, Limit, Subsidy, subsidy_flows

__all__ = [
    "Basis",
    "Borrowed",
    "Bridge",
    "Claim",
    "Cost",
    "Fee",
    "Flow",
    "Limit",
    "Purpose",
    "Subsidy",
    "bridged",
    "cost_of",
    "cost_of_flows",
    "fee_flows",
    "loan_flows",
    "renewed",
    "subsidy_flows",
]
