"""The one box of the families page."""

from wtforms import SearchField

from app.web.forms import Form, tidy


class SearchForm(Form):
    """Find a family among one's own."""

    find = SearchField("Find a family", filters=[tidy])
