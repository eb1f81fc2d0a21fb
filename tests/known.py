"""What the bot and whoever stands for Slack both know. It loads nothing, so that a floor of the bench is bare."""

SECRET = "a signing secret"
WORKSPACE = "T1"
