"""What leaves the system: channels to people and to other systems, and who subscribes to events."""
