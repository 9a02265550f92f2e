"""Ways out of the building. Only outbound.send opens one."""
