"""A local stand-in for Microsoft Teams: one tenant, its sign-in authority, the connector, and what people do."""
