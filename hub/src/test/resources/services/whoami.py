"""A service whose visitors log in through the hub (HubOAuth), and which says who they are."""

import os
from urllib.parse import urlparse

from jupyterhub.services.auth import HubOAuthCallbackHandler, HubOAuthenticated
from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler, authenticated


class WhoAmI(HubOAuthenticated, RequestHandler):
    @authenticated
    def get(self):
        self.write(self.get_current_user())


class Leave(RequestHandler):
    """Ends the process, as a crash would."""

    def post(self):
        os._exit(3)

    def check_xsrf_cookie(self):
        pass


prefix = os.environ["JUPYTERHUB_SERVICE_PREFIX"]
url = urlparse(os.environ["JUPYTERHUB_SERVICE_URL"])
Application(
    [
        (prefix, WhoAmI),
        (prefix + "leave", Leave),
        (prefix + "oauth_callback", HubOAuthCallbackHandler),
    ],
    cookie_secret=os.environ["JUPYTERHUB_API_TOKEN"],
).listen(url.port, url.hostname)
IOLoop.current().start()
