"""The life of a subsidy: entitlement by rule, claim, check, approval, public notice, payment file, paid, clawback."""
