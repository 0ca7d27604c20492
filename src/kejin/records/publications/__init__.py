"""What an office puts on public notice, beside subsidies: lists of enterprises; and objections, to lists and subsidies.

A list is drafted by one person and published by another; whoever has something to say against a name says it within the
notice, and a third step answers it. While an objection to a subsidy is open, the subsidy is not listed for payment.
"""
