"""An account in the studio: its page, its chart and time line, what the app will show, the presenter's page."""
