"""The verbs: every change is one transaction, one audit event, one permission name."""
