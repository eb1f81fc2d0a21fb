"""A local Slack workspace in a web page. It knows the bot only by HTTP."""
