"""What is open: products beside enterprises as offers with their net cost, and the matrix of stages by instruments."""

from kejin.planning.catalogue import INSTRUMENTS, Catalogue, Product, Support
from kejin.planning.costing import OfferCost, offer_costs
from kejin.planning.matrix import DIMENSIONS, Matrix, matrix
from kejin.planning.offers import Offers, offers
from kejin.planning.stacking import StackingRule, best, permitted

__all__ = [
    "DIMENSIONS",
    "INSTRUMENTS",
    "Catalogue",
    "Matrix",
    "OfferCost",
    "Offers",
    "Product",
    "StackingRule",
    "Support",
    "best",
    "matrix",
    "offer_costs",
    "offers",
    "permitted",
]
