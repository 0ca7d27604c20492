"""The application as a server of WSGI loads it: `gunicorn kejin.site.wsgi`."""

from django.core.wsgi import get_wsgi_application

from kejin.site import load

load()
application = get_wsgi_application()
