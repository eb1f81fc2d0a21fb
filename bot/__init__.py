"""The program: it joins the parts, and nothing imports it."""
