"""Valid credit codes to draw from."""

from hypothesis import strategies as st

from kejin.identity import ALPHABET, check_character, organisation_check_character


@st.composite
def codes(draw: st.DrawFn, *, authorities: str = ALPHABET, categories: str = ALPHABET) -> str:
    """A valid code with any authority, category, division and organisation."""
    head = draw(st.sampled_from(authorities)) + draw(st.sampled_from(categories))
    region = draw(st.text(alphabet="0123456789", min_size=6, max_size=6))
    body = draw(st.text(alphabet=ALPHABET, min_size=8, max_size=8))
    seventeen = head + region + body + organisation_check_character(body)
    return seventeen + check_character(seventeen)
