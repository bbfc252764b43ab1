"""Money: projects, what was asked for, allotted, committed and paid, each with its document."""
