"""The application as a server of WSGI loads it: `gunicorn kejin.site.wsgi`."""

from django.core.wsgi import get_wsgi_application

from kejin.site import load

load()

# Only now may models be read.
from kejin.records.catalogue import bring  # noqa: E402

# Acts are read when they are asked for; a server reads them all at once, so that no request waits for it.
bring()
application = get_wsgi_application()
