"""Teams' sizes and times as numbers, in one place."""

MESSAGE_BYTES = 100 * 1024  # of a message, counted as UTF-16
ACTIONS = 5  # that are seen; others stand behind "More" by `mode: "secondary"`
DIALOG_TITLE = 64
PAGE, LEAST_PAGE, MOST_PAGE = 200, 50, 500  # members, a page

# Times, in seconds
INVOKE = 5.0  # for an answer to a press, a form or a search
INVOKE_TRIES = 3  # the first and two more
MESSAGE = 15.0  # for an answer to a message or an event
