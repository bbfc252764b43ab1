"""Forms of the officers' screens, one module per noun."""
